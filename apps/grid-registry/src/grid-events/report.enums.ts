import { HANDOVER_RECIPIENTS } from '@lianxin/contracts';
import { registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import { REFUSAL_APPEALS } from './entity/grid-event.row.js';

export const RefusalAppealEnum = enumOf(REFUSAL_APPEALS);
registerEnumType(RefusalAppealEnum, {
  name: 'RefusalAppeal',
  description: 'Where an appeal against a refusal stands.',
  valuesMap: {
    PENDING: { description: 'The level above is to decide (申诉中).' },
    UPHELD: { description: 'The refusal stands (维持).' },
    OVERTURNED: { description: 'The refusal was taken back (撤销).' },
  },
});

export const HandoverRecipientEnum = enumOf(HANDOVER_RECIPIENTS);
registerEnumType(HandoverRecipientEnum, {
  name: 'HandoverRecipient',
  description: 'Who is competent for what is no grid event.',
  valuesMap: {
    PETITION_OFFICE: { description: 'Petitions (信访部门).' },
    DISCIPLINE_INSPECTION: { description: 'Denunciations (纪检监察机关).' },
    PROCURATORATE: { description: 'The procuratorate (检察院).' },
    COURT: { description: 'A court (法院).' },
    POLICE: { description: 'The police (公安机关).' },
  },
});
