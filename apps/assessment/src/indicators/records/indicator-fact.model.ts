import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { FactKind } from './records.queries.js';

export const FactKindEnum = {
  DISCUSSION: 'DISCUSSION',
  PLAN_ITEM: 'PLAN_ITEM',
  SPECIAL_AUDIT: 'SPECIAL_AUDIT',
} as const;
registerEnumType(FactKindEnum, {
  name: 'IndicatorFactKind',
  description: 'What a fact behind a figure is.',
  valuesMap: {
    DISCUSSION: { description: 'A discussion of needs that a month asks for (“两委”研究), S0-09.' },
    PLAN_ITEM: { description: 'An item of a village’s approved plan (年度计划项目), S0-04, S0-05.' },
    SPECIAL_AUDIT: { description: 'A special audit that a year asks for (专项审计), S0-25.' },
  },
});

@ObjectType('IndicatorFact', {
  description: 'A dated fact behind a figure that is no object of the graph.',
})
export class IndicatorFactModel {
  @Field(() => FactKindEnum, { description: 'What it is.' })
  kind: FactKind;

  @Field(() => ID, {
    nullable: true,
    description: 'The discussion, plan item or audit, as its owner names it; null where there was none.',
  })
  id: string | null;

  @Field(() => Int, { nullable: true, description: 'Of a discussion: the month of the year, 1 to 12.' })
  month: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Day (YYYY-MM-DD) on which the discussion was held or the audit reported.',
  })
  on: string | null;
}
