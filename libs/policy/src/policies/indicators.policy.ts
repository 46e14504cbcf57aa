import { definePolicy } from '../define-policy.js';
import { wholeNumber } from '../policy-shape.js';

const since = '2020-01-01';

/** How indicators are read. */
export const indicatorPolicies = [
  definePolicy({
    key: 'indicator.minimum-sample',
    unit: 'answers',
    shape: wholeNumber,
    defaults: [{ from: since, value: 5 }],
    source: 'ours',
    serves: ['S1-28', 'S0-20'],
    binds: 'BOTH',
    overridableBy: [{ role: 'POLICY_EDITOR', levels: ['COUNTY'] }],
    floor: 1,
    ceiling: 100,
    description: {
      en: 'Valid answers below which a satisfaction rate counts as not applicable.',
      zh: '满意率的最小样本量，有效答复少于此数时不适用。',
    },
  }),
] as const;
