import { definePolicy, type PolicyDefinition } from '../define-policy.js';
import { clockDuration, dayDuration, wholeNumber } from '../policy-shape.js';

const since = '2020-01-01';
const editors: PolicyDefinition['overridableBy'] = [
  { role: 'POLICY_EDITOR', levels: ['COUNTY', 'TOWNSHIP'] },
];

/** Joint responses, and the numbers that matters have at 12345 and 110. The sources name the duty and no number. */
export const jointResponsePolicies = [
  definePolicy({
    key: 'grid-event.joint-response.deadline',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 3, unit: 'workingDays' } }],
    source: 'ours',
    serves: ['S1-27', 'S4-23'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 1, unit: 'workingDays' },
    ceiling: { amount: 30, unit: 'workingDays' },
    description: {
      en: 'Time for a called department to do its part, from the call; never beyond the deadline of the event.',
      zh: '被吹哨部门自吹哨之日起完成任务的时限，不超过事件本身的办结时限。',
    },
  }),
  definePolicy({
    key: 'grid-event.joint-response.emergency-deadline',
    unit: 'clock time',
    shape: clockDuration,
    defaults: [{ from: since, value: { amount: 2, unit: 'clockHours' } }],
    source: 'ours',
    serves: ['S1-23', 'S1-27'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 10, unit: 'clockMinutes' },
    ceiling: { amount: 24, unit: 'clockHours' },
    description: {
      en: 'Time for a called department to do its part in an emergency, in clock time, from the call.',
      zh: '突发性事件中被吹哨部门自吹哨时起完成任务的时限，按钟点计算。',
    },
  }),
  definePolicy({
    key: 'grid-event.joint-response.departments',
    unit: 'departments',
    shape: wholeNumber,
    defaults: [{ from: since, value: 20 }],
    source: 'ours',
    serves: ['S1-27'],
    binds: 'BOTH',
    overridableBy: [],
    floor: 2,
    ceiling: 50,
    description: {
      en: 'How many departments one event may be with at a time.',
      zh: '同一事件可同时吹哨的部门数量上限。',
    },
  }),
  definePolicy({
    key: 'grid-event.outside-numbers',
    unit: 'numbers',
    shape: wholeNumber,
    defaults: [{ from: since, value: 5 }],
    source: 'ours',
    serves: ['S1-27'],
    binds: 'BOTH',
    overridableBy: [],
    floor: 1,
    ceiling: 20,
    description: {
      en: 'How many numbers of other systems one event may carry.',
      zh: '同一事件可登记的外部编号数量上限。',
    },
  }),
] as const;
