import { definePolicy, type PolicyDefinition, type RuleId } from '../define-policy.js';
import { dayDuration, wholeNumber } from '../policy-shape.js';

const since = '2020-01-01';
const townships: PolicyDefinition['overridableBy'] = [
  { role: 'POLICY_EDITOR', levels: ['COUNTY', 'TOWNSHIP'] },
];
const megabyte = 1024 * 1024;

/** How small public works end: their papers, what residents say of them, and what stands back. The sources name no number. */
export const microProjectEndingPolicies = [
  number(
    'micro-project.document-count',
    'S0-24',
    { unit: 'files', value: 300, floor: 20, ceiling: 2_000 },
    {
      en: 'How many documents one project may have, or an area in a year besides those of its projects.',
      zh: '单个项目的归档材料数上限；村（社区）或镇项目外材料每年的数量上限。',
    },
  ),
  number(
    'micro-project.document-bytes',
    'S0-24',
    { unit: 'bytes', value: 1024 * megabyte, floor: megabyte, ceiling: 8 * 1024 * megabyte },
    {
      en: 'How large those documents may be together.',
      zh: '上述归档材料的总大小上限。',
    },
  ),
  definePolicy({
    key: 'micro-project.survey-time',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 10, unit: 'workingDays' } }],
    source: 'ours',
    serves: ['S0-20'],
    binds: 'BOTH',
    overridableBy: townships,
    floor: { amount: 3, unit: 'workingDays' },
    ceiling: { amount: 60, unit: 'workingDays' },
    description: {
      en: 'How long residents are asked whether they are content with a project.',
      zh: '项目群众满意度测评的期限。',
    },
  }),
  number(
    'micro-project.minimum-sample',
    'S0-20',
    { unit: 'answers', value: 10, floor: 5, ceiling: 200 },
    {
      en: 'Below this number of answers a survey concludes nothing and shows nothing, so that nobody is recognised.',
      zh: '满意度测评的最低样本数；低于该数不作结论、不予展示，以免识别个人。',
    },
  ),
  number(
    'micro-project.survey-slips',
    'S0-20',
    { unit: 'slips', value: 300, floor: 0, ceiling: 5_000 },
    {
      en: 'How many paper slips may be printed for one survey.',
      zh: '单次测评可印制的纸质问卷数上限。',
    },
  ),
  number(
    'micro-project.comment-characters',
    'S0-20',
    { unit: 'characters', value: 200, floor: 10, ceiling: 500 },
    {
      en: 'Longest comment with an answer to a survey.',
      zh: '满意度测评意见的最大字数。',
    },
  ),
  number(
    'micro-project.retention-percent',
    'S0-19',
    { unit: 'percent', value: 3, floor: 0, ceiling: 10 },
    {
      en: 'The largest part of the final account that may stand back until the warranty is over.',
      zh: '质保金占决算金额的最高比例。',
    },
  ),
] as const;

interface Bounds {
  readonly unit: string;
  readonly value: number;
  readonly floor: number;
  readonly ceiling: number;
}

function number<const Key extends string>(
  key: Key,
  serves: RuleId,
  { unit, value, floor, ceiling }: Bounds,
  description: PolicyDefinition['description'],
) {
  return definePolicy({
    ...{ key, unit, shape: wholeNumber, floor, ceiling, description },
    defaults: [{ from: since, value }],
    source: 'ours',
    serves: [serves],
    binds: 'BOTH',
    overridableBy: townships,
  });
}
