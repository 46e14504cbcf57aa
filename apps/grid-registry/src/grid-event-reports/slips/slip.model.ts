import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { GridEventStateEnum } from '../../grid-events/grid-event.enums.js';
import type { HandoverRecipient } from '../../grid-events/entity/grid-event.row.js';
import type { GridEventState } from '../../grid-events/grid-event.transitions.js';
import { HandoverRecipientEnum } from '../../grid-events/report.enums.js';

@InputType({
  description:
    'What stands on the slip (回执): with it everybody asks about their own report, account or not.',
})
export class ReportSlipInput {
  @Field({ description: 'The number (编号).' })
  number: string;

  @Field({ description: 'The query code (查询码).' })
  queryCode: string;
}

@ObjectType('SlipStanding', { description: 'Where a report stands after something was done with its slip.' })
export class SlipStandingModel {
  @Field({ description: 'The number of the slip.' })
  number: string;

  @Field(() => GridEventStateEnum, { description: 'Where it stands.' })
  state: GridEventState;

  @Field({ description: 'The deadline of what comes next.' })
  dueAt: Date;

  @Field({
    description:
      'An answer was left and does not count yet (留言待核实): an official keyed the report in and had the slip, so it counts only once somebody else has asked the reporter.',
  })
  hasAnswerToConfirm: boolean;
}

@ObjectType('ToldWords', { description: 'Something that was said to whoever reported.' })
export class ToldWordsModel {
  @Field({ description: 'The step, e.g. GridEventResultNotified.' })
  transition: string;

  @Field({ description: 'What it is: text, place or note.' })
  field: string;

  @Field(() => String, { nullable: true, description: 'The words; null if they can no longer be read.' })
  words: string | null;
}

@ObjectType('ReportLook', { description: 'A look that somebody took at the report (查阅记录).' })
export class ReportLookModel {
  @Field({ description: 'The post of whoever looked.' })
  role: string;

  @Field({ description: 'What for.' })
  purpose: string;

  @Field({ description: 'When.' })
  disclosedAt: Date;
}

@ObjectType('ReportStatus', { description: 'How a report stands, for whoever holds its slip (查询结果).' })
export class ReportStatusModel {
  @Field({ description: 'Its number.' })
  number: string;

  @Field(() => GridEventStateEnum, { description: 'Where it stands.' })
  state: GridEventState;

  @Field({ description: 'When it was reported.' })
  reportedAt: Date;

  @Field({ description: 'The deadline.' })
  dueAt: Date;

  @Field(() => HandoverRecipientEnum, {
    nullable: true,
    description: 'To whom it was handed over (移送单位).',
  })
  handedOverTo: HandoverRecipient | null;

  @Field(() => String, {
    nullable: true,
    description: 'The number of the receipt of the handover (移送回执).',
  })
  receiptNumber: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The department whose window is competent (受理窗口), if one was named.',
  })
  window: string | null;

  @Field(() => [ToldWordsModel], {
    description:
      'What was said to whoever reported: result, reasons. Nothing for violence, abuse and neglect.',
  })
  told: ToldWordsModel[];

  @Field(() => [ReportLookModel], { description: 'Who looked at what they said, newest first; at most 50.' })
  looks: ReportLookModel[];
}
