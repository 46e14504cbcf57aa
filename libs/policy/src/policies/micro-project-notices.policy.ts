import { definePolicy } from '../define-policy.js';
import { dayDuration, wholeNumber } from '../policy-shape.js';

const since = '2020-01-01';

/** What a notice of a small public work promises: a ruling in time, and where to turn to afterwards. */
export const microProjectNoticePolicies = [
  definePolicy({
    key: 'micro-project.ruling-time',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 10, unit: 'workingDays' } }],
    source: 'ours',
    serves: ['S0-15'],
    binds: 'BOTH',
    overridableBy: [{ role: 'POLICY_EDITOR', levels: ['COUNTY'] }],
    floor: { amount: 1, unit: 'workingDays' },
    ceiling: { amount: 30, unit: 'workingDays' },
    description: {
      en: 'Time for the level above to rule on an objection to a public notice.',
      zh: '上一级对公示异议作出裁定的时限。',
    },
  }),
  definePolicy({
    key: 'micro-project.complaint-number',
    unit: 'telephone number',
    shape: wholeNumber,
    defaults: [{ from: since, value: 12_345 }],
    source: 'ours',
    serves: ['S0-15'],
    binds: 'BOTH',
    overridableBy: [],
    floor: 100,
    ceiling: 99_999,
    description: {
      en: 'The hotline that a public notice names for who is not content with a ruling.',
      zh: '公示中载明的、对异议裁定不服时可拨打的政务服务热线。',
    },
  }),
] as const;
