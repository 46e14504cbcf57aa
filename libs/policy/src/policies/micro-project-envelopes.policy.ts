import { definePolicy } from '../define-policy.js';
import { wholeNumber } from '../policy-shape.js';

/** The yearly quota of small public works (额度), beside what it amounts to. */
export const microProjectEnvelopePolicies = [
  definePolicy({
    key: 'micro-project.open-commitments-days',
    unit: 'days',
    shape: wholeNumber,
    defaults: [{ from: '2020-01-01', value: 31 }],
    source: 'ours',
    serves: ['S0-05'],
    binds: 'BOTH',
    overridableBy: [],
    floor: 1,
    ceiling: 90,
    description: {
      en: 'How many days before the end of a year it is listed what villages promised and have not accounted for: 31 is 1 December.',
      zh: '年度结束前多少日列出各村（社区）已承诺未结算的资金；31 日即 12 月 1 日。',
    },
  }),
] as const;
