import { definePolicy, type PolicyDefinition } from '../define-policy.js';
import { dayDuration, wholeNumber } from '../policy-shape.js';

const since = '2020-01-01';
const editors: PolicyDefinition['overridableBy'] = [
  { role: 'POLICY_EDITOR', levels: ['COUNTY', 'TOWNSHIP'] },
];

/** Appeals against refusals, and follow-ups. The sources ask for both (S3-16, S1-28) and name no number. */
export const kindPolicies = [
  definePolicy({
    key: 'grid-event.appeal-window',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 15, unit: 'calendarDays' } }],
    source: 'ours',
    serves: ['S3-16'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 5, unit: 'calendarDays' },
    ceiling: { amount: 90, unit: 'calendarDays' },
    description: {
      en: 'How long after its refusal an event may be appealed, one level up.',
      zh: '对不予受理决定向上一级提出申诉的期限。',
    },
  }),
  definePolicy({
    key: 'grid-event.appeal-deadline',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 10, unit: 'workingDays' } }],
    source: 'ours',
    serves: ['S3-16', 'S4-23'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 1, unit: 'workingDays' },
    ceiling: { amount: 30, unit: 'workingDays' },
    description: {
      en: 'Time for the level above to decide on an appeal against a refusal.',
      zh: '上一级对不予受理申诉作出决定的时限。',
    },
  }),
  definePolicy({
    key: 'grid-event.rating-window',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 15, unit: 'calendarDays' } }],
    source: 'ours',
    serves: ['S1-28'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 3, unit: 'calendarDays' },
    ceiling: { amount: 90, unit: 'calendarDays' },
    description: {
      en: 'How long after a follow-up its reporter may answer it or change the answers.',
      zh: '回访后上报人可补充或更改评价的期限。',
    },
  }),
  definePolicy({
    key: 'grid-event.follow-up-attempts',
    unit: 'attempts',
    shape: wholeNumber,
    defaults: [{ from: since, value: 3 }],
    source: 'ours',
    serves: ['S1-28'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: 1,
    ceiling: 10,
    description: {
      en: 'How many times the command centre tries to reach one reporter.',
      zh: '指挥中心对同一上报人的回访次数上限。',
    },
  }),
  definePolicy({
    key: 'grid-event.follow-up-sample-size',
    unit: 'events',
    shape: wholeNumber,
    defaults: [{ from: since, value: 200 }],
    source: 'ours',
    serves: ['S1-28'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: 10,
    ceiling: 500,
    description: {
      en: 'The largest sample of follow-ups that is drawn for spot checks at once.',
      zh: '单次回访抽查的最大抽样数量。',
    },
  }),
] as const;
