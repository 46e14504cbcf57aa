import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { INDICATOR_CODES, PART_CODES } from './indicator.definitions.js';
import type { IndicatorCode, PartCode } from './indicator.definitions.js';

const enumOf = <Name extends string>(names: readonly Name[]): { [Key in Name]: Key } =>
  Object.fromEntries(names.map((name) => [name, name])) as { [Key in Name]: Key };

export const IndicatorCodeEnum = enumOf(INDICATOR_CODES);
registerEnumType(IndicatorCodeEnum, {
  name: 'IndicatorCode',
  description: 'A yearly indicator (指标).',
  valuesMap: {
    O5: { description: 'Done on time (按时办结), S4-23.' },
    O6: { description: 'Follow-up and satisfaction (回访满意), S1-28.' },
    M1: { description: 'Monthly discussion of needs (月度研究), S0-09.' },
    M2: { description: 'Yearly plan done (计划完成), S0-04, S0-05.' },
    M3: { description: 'Procedure of micro-projects (程序合规), S0-11…15, S0-21.' },
    M4: { description: 'Micro-projects accepted and evaluated (验收评价), S0-18, S0-20.' },
    M5: { description: 'Archive and audit (归档审计), S0-24, S0-25.' },
    M6: { description: 'Satisfaction with micro-projects (项目满意度), S0-20.' },
  },
});

export const PartCodeEnum = enumOf(PART_CODES);
registerEnumType(PartCodeEnum, {
  name: 'IndicatorPartCode',
  description: 'One ratio of an indicator.',
  valuesMap: {
    ON_TIME: { description: 'Of O5: done by the deadline ÷ due (按时办结).' },
    FOLLOWED_UP: { description: 'Of O6: followed up ÷ resolved (回访).' },
    SATISFIED: { description: 'Of O6: satisfied ÷ valid answers of the reporters themselves (满意度).' },
    DISCUSSED_MONTHLY: { description: 'Of M1: months with a discussion ÷ months begun (每月研究).' },
    PLAN_DONE: { description: 'Of M2: planned projects closed ÷ planned (计划完成).' },
    PROCEDURE: { description: 'Of M3: begun by the right procedure ÷ begun (程序合规).' },
    ACCEPTED_AND_EVALUATED: {
      description: 'Of M4: accepted with the proposer, then evaluated ÷ completed (先验收后评价).',
    },
    ARCHIVE_COMPLETE: { description: 'Of M5: closed with a complete archive ÷ audited (归档).' },
    SPECIAL_AUDIT: { description: 'Of M5: covered by a special audit ÷ villages that take part (专项审计).' },
    PROJECT_SATISFACTION: { description: 'Of M6: satisfied ÷ answers of residents (群众满意度).' },
  },
});

export const NotApplicableReasonEnum = enumOf(['NOTHING_TO_COUNT', 'SAMPLE_TOO_SMALL']);
export type NotApplicableReason = keyof typeof NotApplicableReasonEnum;
registerEnumType(NotApplicableReasonEnum, {
  name: 'NotApplicableReason',
  description: 'Why a part has no ratio: it is then not applicable, never zero.',
  valuesMap: {
    NOTHING_TO_COUNT: { description: 'Nothing belongs in its denominator.' },
    SAMPLE_TOO_SMALL: { description: 'Fewer answers than the policy asks for before a rate is shown.' },
  },
});

/** Which figures these are: what the records behind them are looked up by. */
export interface Reading {
  readonly areaCode: string;
  /** Of Asia/Shanghai. */
  readonly year: number;
  readonly asOf: Date;
  /** Whether `asOf` is the moment of reading, so that the standings of today are the ones that count. */
  readonly isNow: boolean;
}

@ObjectType('IndicatorPart', {
  description: 'One ratio of an indicator; an area’s counts are the sums of those of its villages.',
})
export class IndicatorPartModel {
  @Field(() => PartCodeEnum, { description: 'Which ratio.' })
  code: PartCode;

  @Field(() => Int, { description: 'How many achieved it.' })
  numerator: number;

  @Field(() => Int, { description: 'How many it is counted of.' })
  denominator: number;

  @Field(() => Float, { nullable: true, description: 'Numerator ÷ denominator; null when not applicable.' })
  ratio: number | null;

  @Field(() => NotApplicableReasonEnum, { nullable: true, description: 'Why there is no ratio.' })
  notApplicableBecause: NotApplicableReason | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Fewest answers for which a ratio is shown, by policy `indicator.minimum-sample`.',
  })
  minimumSample: number | null;

  @Field(() => String, { nullable: true, description: 'Version of that policy’s value.' })
  policyVersion: string | null;

  reading: Reading;
}

@ObjectType('Indicator', { description: 'A yearly indicator of an area (指标), as it stands at a moment.' })
export class IndicatorModel {
  @Field(() => IndicatorCodeEnum, { description: 'Which indicator.' })
  code: IndicatorCode;

  @Field(() => Int, { description: 'The calendar year of Asia/Shanghai that it is about.' })
  year: number;

  @Field({ description: 'The moment that the figures are of.' })
  asOf: Date;

  @Field(() => [IndicatorPartModel], { description: 'Its ratios.' })
  parts: IndicatorPartModel[];
}

@ObjectType('IndicatorPartDefinition', { description: 'What one ratio counts.' })
export class IndicatorPartDefinitionModel {
  @Field(() => PartCodeEnum, { description: 'Which ratio.' })
  code: PartCode;

  @Field({ description: 'What its numerator counts.' })
  numerator: string;

  @Field({ description: 'What its denominator counts.' })
  denominator: string;
}

@ObjectType('IndicatorDefinition', { description: 'What an indicator measures and which rule asks for it.' })
export class IndicatorDefinitionModel {
  @Field(() => IndicatorCodeEnum, { description: 'Which indicator.' })
  code: IndicatorCode;

  @Field({ description: 'Its name in English.' })
  nameEn: string;

  @Field({ description: 'Its name in Chinese (名称).' })
  nameZh: string;

  @Field({ description: 'The first rule that it follows, as in docs/rules.md.' })
  ruleId: string;

  @Field(() => [String], { description: 'All rules that it follows.' })
  ruleIds: readonly string[];

  @Field(() => [IndicatorPartDefinitionModel], { description: 'Its ratios.' })
  parts: readonly IndicatorPartDefinitionModel[];
}
