import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { GridEventStateEnum } from '../grid-events/grid-event.enums.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';

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

  @Field(() => [ToldWordsModel], {
    description:
      'What was said to whoever reported: result, reasons. Nothing for violence, abuse and neglect.',
  })
  told: ToldWordsModel[];

  @Field(() => [ReportLookModel], { description: 'Who looked at what they said, newest first; at most 50.' })
  looks: ReportLookModel[];
}
