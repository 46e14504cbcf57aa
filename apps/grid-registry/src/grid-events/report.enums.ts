import { HANDOVER_RECIPIENTS } from '@lianxin/contracts';
import { registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import {
  ANSWER_CHANNELS,
  CONFIDENTIALITIES,
  PROXY_AUTHORITIES,
  PROXY_RELATIONS,
  REFUSAL_APPEALS,
  REPORT_CHANNELS,
} from './entity/grid-event.row.js';

export const ReportChannelEnum = enumOf(REPORT_CHANNELS);
registerEnumType(ReportChannelEnum, {
  name: 'ReportChannel',
  description: 'How a report came in; no right depends on which, S3-13.',
  valuesMap: {
    APP: { description: 'Typed by whoever reports (手机应用).' },
    PHONE: { description: 'By telephone (电话).' },
    FACE_TO_FACE: { description: 'Face to face (当面).' },
    PAPER: { description: 'On paper (纸质).' },
    LETTER_BOX: { description: 'Out of the letter box (意见箱).' },
  },
});

export const AnswerChannelEnum = enumOf(ANSWER_CHANNELS);
registerEnumType(AnswerChannelEnum, {
  name: 'AnswerChannel',
  description: 'How whoever reported wants to be answered, S3-13.',
  valuesMap: {
    APP: { description: 'In the application (手机应用).' },
    PHONE: { description: 'By telephone (电话).' },
    FACE_TO_FACE: { description: 'Face to face (当面).' },
    LETTER: { description: 'By letter (书面).' },
    SLIP: { description: 'They ask with the number and code of their slip (凭查询码自行查询).' },
  },
});

export const ConfidentialityEnum = enumOf(CONFIDENTIALITIES);
registerEnumType(ConfidentialityEnum, {
  name: 'Confidentiality',
  description: 'Who may learn whose report it is.',
  valuesMap: {
    OPEN: { description: 'Those who must contact them (一般).' },
    CONFIDENTIAL: { description: 'Only who does the follow-up (保密).' },
    ANONYMOUS: { description: 'Nobody: it is not stored (匿名).' },
  },
});

export const ProxyRelationEnum = enumOf(PROXY_RELATIONS);
registerEnumType(ProxyRelationEnum, {
  name: 'ProxyRelation',
  description: 'What a proxy is to the person whose report it is.',
  valuesMap: {
    FAMILY: { description: 'Family (家属).' },
    GUARDIAN: { description: 'Guardian (监护人).' },
    CARER: { description: 'Carer (照料人).' },
    NEIGHBOUR: { description: 'Neighbour (邻居).' },
    VOLUNTEER: { description: 'Volunteer (志愿者).' },
    LAWYER: { description: 'Lawyer (律师).' },
    OTHER: { description: 'Somebody else (其他).' },
  },
});

export const ProxyAuthorityEnum = enumOf(PROXY_AUTHORITIES);
registerEnumType(ProxyAuthorityEnum, {
  name: 'ProxyAuthority',
  description: 'By what authority a proxy speaks.',
  valuesMap: {
    ORAL: { description: 'Asked by word of mouth (口头委托).' },
    WRITTEN: { description: 'Asked in writing (书面委托).' },
    STATUTORY: { description: 'By law (法定代理).' },
  },
});

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
