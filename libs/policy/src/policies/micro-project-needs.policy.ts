import { definePolicy, type PolicyDefinition, type RuleId } from '../define-policy.js';
import { dayDuration, wholeNumber } from '../policy-shape.js';

const since = '2020-01-01';
const townships: PolicyDefinition['overridableBy'] = [
  { role: 'POLICY_EDITOR', levels: ['COUNTY', 'TOWNSHIP'] },
];

/** Collecting needs (征集), and what people say of small public works with an account or a slip. */
export const microProjectNeedPolicies = [
  definePolicy({
    key: 'micro-project.slip-wrong-codes',
    unit: 'wrong codes',
    shape: wholeNumber,
    defaults: [{ from: since, value: 10 }],
    source: 'ours',
    serves: ['S1-20'],
    binds: 'BOTH',
    overridableBy: [],
    floor: 3,
    ceiling: 100,
    description: {
      en: 'How many wrong codes for one slip of a need, objection or remark lock it for an hour.',
      zh: '需求、异议、意见的同一回执编号连续输错查询码达到此次数后锁定一小时。',
    },
  }),
  definePolicy({
    key: 'micro-project.discussion-interval',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 31, unit: 'calendarDays' } }],
    source: 'S0-09',
    serves: [],
    binds: 'BOTH',
    overridableBy: townships,
    floor: { amount: 1, unit: 'calendarDays' },
    ceiling: { amount: 31, unit: 'calendarDays' },
    description: {
      en: 'How long an open need may wait for a meeting of the two committees, and again for the next one.',
      zh: '未办结需求提交村“两委”会议研究的最长间隔（每月至少一次）。',
    },
  }),
  count('micro-project.need-reconsiderations', 1, 'S0-10', {
    en: 'How often whoever asked for something may ask again after it was declined.',
    zh: '需求未被采纳后，提议人可重新提请研究的次数。',
  }),
  count('micro-project.need-duplicate-window', 180, 'S0-10', {
    en: 'How many days back needs alike are looked for.',
    zh: '提示疑似重复需求时回溯的天数。',
  }),
  count('micro-project.need-duplicate-questions', 30, 'S1-20', {
    en: 'How often in an hour one may ask for needs alike without a post that reads needs there.',
    zh: '无权查看当地需求的人员每小时可查询疑似重复需求的次数。',
  }),
  length('micro-project.need-characters', 1_000, {
    en: 'Longest text of a need, and of a reason given for what becomes of it.',
    zh: '需求内容及相关理由的最大字数。',
  }),
  length('micro-project.need-place-characters', 100, {
    en: 'Longest description of where something is needed.',
    zh: '需求地点描述的最大字数。',
  }),
  length('micro-project.channel-name-characters', 30, {
    en: 'Longest name of a channel by which needs are collected.',
    zh: '征集渠道名称的最大字数。',
  }),
  length('micro-project.name-characters', 50, {
    en: 'Longest name of somebody who speaks up, or of who speaks for them.',
    zh: '本人或代理人姓名的最大字数。',
  }),
  length('micro-project.contact-characters', 100, {
    en: 'Longest contact of somebody who speaks up, or of who speaks for them.',
    zh: '本人或代理人联系方式的最大字数。',
  }),
] as const;

/** How often, or how many days. */
function count<const Key extends string>(
  key: Key,
  value: number,
  serves: RuleId,
  description: PolicyDefinition['description'],
) {
  return definePolicy({
    key,
    unit: 'times',
    shape: wholeNumber,
    defaults: [{ from: since, value }],
    source: 'ours',
    serves: [serves],
    binds: 'BOTH',
    overridableBy: [],
    floor: 1,
    ceiling: 1_000,
    description,
  });
}

/** How much may be typed. */
function length<const Key extends string>(
  key: Key,
  characters: number,
  description: PolicyDefinition['description'],
) {
  return definePolicy({
    key,
    unit: 'characters',
    shape: wholeNumber,
    defaults: [{ from: since, value: characters }],
    source: 'ours',
    serves: [],
    binds: 'BOTH',
    overridableBy: [],
    floor: 10,
    ceiling: 2_000,
    description,
  });
}
