import { definePolicy, type PolicyDefinition, type RuleId } from '../define-policy.js';
import { dayDuration, wholeNumber } from '../policy-shape.js';

const since = '2020-01-01';
const townships: PolicyDefinition['overridableBy'] = [
  { role: 'POLICY_EDITOR', levels: ['COUNTY', 'TOWNSHIP'] },
];

/** Oversight of small public works: how many were promised, how many are looked at, and how soon a remark is answered. */
export const microProjectOversightPolicies = [
  number('micro-project.programme-target', {
    ...{ unit: 'projects', value: 300, floor: 0, ceiling: 100_000, source: 'S0-01', serves: [] },
    description: {
      en: 'How many small public works a township closes in the whole programme.',
      zh: '乡镇（街道）在整个行动周期内计划办结的微小事数量。',
    },
  }),
  number('micro-project.programme-years', {
    ...{ unit: 'years', value: 3, floor: 1, ceiling: 10, source: 'S0-01', serves: [] },
    description: { en: 'How many years the programme lasts.', zh: '微小事行动的实施年限。' },
  }),
  number('micro-project.programme-starts', {
    ...{ unit: 'year', value: 2026, floor: 2020, ceiling: 2100, source: 'ours', serves: ['S0-01'] },
    description: {
      en: 'The calendar year with which the programme begins; the sources name none.',
      zh: '微小事行动的起始年度，文件未予明确。',
    },
  }),
  number('micro-project.special-audit-size', {
    ...{ unit: 'projects', value: 50, floor: 1, ceiling: 500, source: 'ours', serves: ['S0-25'] },
    description: {
      en: 'The most projects that are drawn for one special audit.',
      zh: '单次专项审计抽取项目的最大数量。',
    },
  }),
  number('micro-project.register-rows', {
    ...{ unit: 'projects', value: 5_000, floor: 100, ceiling: 20_000, source: 'ours', serves: [] },
    description: {
      en: 'The most projects in one part of a register taken out as a file.',
      zh: '微小事台账单次导出的最大行数。',
    },
  }),
  number('micro-project.finding-characters', {
    ...{ unit: 'characters', value: 1_000, floor: 10, ceiling: 10_000, source: 'ours', serves: [] },
    description: {
      en: 'Longest published finding of a check or audit, and longest answer to a remark.',
      zh: '检查、审计结论以及监督意见答复的最大字数。',
    },
  }),
  number('micro-project.remark-characters', {
    ...{ unit: 'characters', value: 1_000, floor: 10, ceiling: 10_000, source: 'ours', serves: [] },
    description: { en: 'Longest remark on a project.', zh: '对项目提出监督意见的最大字数。' },
  }),
  definePolicy({
    key: 'micro-project.remark-answer-time',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 10, unit: 'workingDays' } }],
    source: 'ours',
    serves: ['S0-27'],
    binds: 'BOTH',
    overridableBy: townships,
    floor: { amount: 1, unit: 'workingDays' },
    ceiling: { amount: 60, unit: 'workingDays' },
    description: {
      en: 'Time for the body that leads a project to answer a remark on it.',
      zh: '项目实施主体答复监督意见的时限。',
    },
  }),
] as const;

interface Numbered {
  readonly unit: string;
  readonly value: number;
  readonly floor: number;
  readonly ceiling: number;
  readonly source: RuleId | 'ours';
  readonly serves: readonly RuleId[];
  readonly description: PolicyDefinition['description'];
}

function number<const Key extends string>(key: Key, { value, ...definition }: Numbered) {
  return definePolicy({
    ...definition,
    key,
    shape: wholeNumber,
    defaults: [{ from: since, value }],
    binds: 'BOTH',
    overridableBy: townships,
  });
}
