import { definePolicy, type PolicyDefinition } from '../define-policy.js';
import { wholeNumber } from '../policy-shape.js';

const since = '2020-01-01';

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
  length('micro-project.name-characters', 50, {
    en: 'Longest name of somebody who speaks up, or of who speaks for them.',
    zh: '本人或代理人姓名的最大字数。',
  }),
  length('micro-project.contact-characters', 100, {
    en: 'Longest contact of somebody who speaks up, or of who speaks for them.',
    zh: '本人或代理人联系方式的最大字数。',
  }),
] as const;

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
