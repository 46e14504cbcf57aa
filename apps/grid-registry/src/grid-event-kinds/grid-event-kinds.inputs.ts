import { Field, ID, InputType } from '@nestjs/graphql';
import { GridEventNoteInput } from '../grid-event-commands/grid-event.inputs.js';
import { SlipCommandInput } from '../grid-event-reports/slips/slip-commands.js';
import type { HandoverRecipient } from '../grid-events/entity/grid-event.row.js';
import { HandoverRecipientEnum } from '../grid-events/report.enums.js';

const NOTE = 'Stored encrypted, for those only who may read it.';

@InputType({
  description: 'Whether the parties agree to mediation (调解意愿); any of them may take it back.',
})
export class RecordGridEventMediationConsentInput extends GridEventNoteInput {
  @Field({ description: 'True: all parties agree. False: one does not, or no longer.' })
  isConsented: boolean;
}

@InputType({
  description: 'The procedure and where to go with it (告知程序): a department’s window or one in words.',
})
export class TellGridEventProcedureInput extends GridEventNoteInput {
  @Field(() => ID, { nullable: true, description: 'The department whose window is competent.' })
  windowDepartmentId?: string;

  @Field({ nullable: true, description: `Which window is competent, if no department’s. ${NOTE}` })
  window?: string;
}

@InputType({ description: 'What is no grid event goes to whoever is competent (移送).' })
export class HandOverGridEventInput extends GridEventNoteInput {
  @Field(() => HandoverRecipientEnum, { description: 'To whom.' })
  recipient: HandoverRecipient;
}

@InputType({ description: 'Why a refusal is wrong, in the words of whoever reported (申诉), by slip.' })
export class AppealGridEventRefusalBySlipInput extends SlipCommandInput {
  @Field({ description: `Why. ${NOTE}` })
  note: string;
}

@InputType({ description: 'A party no longer wants mediation (撤回调解意愿), by slip.' })
export class WithdrawMediationConsentBySlipInput extends SlipCommandInput {
  @Field({ description: `Why. ${NOTE}` })
  note: string;
}
