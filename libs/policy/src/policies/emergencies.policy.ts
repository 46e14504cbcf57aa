import { definePolicy, type PolicyDefinition } from '../define-policy.js';
import { clockDuration, wholeNumber } from '../policy-shape.js';

const since = '2020-01-01';
const editors: PolicyDefinition['overridableBy'] = [
  { role: 'POLICY_EDITOR', levels: ['COUNTY', 'TOWNSHIP'] },
];

/** Alerts of emergencies, and whom to call first. The sources ask for "at once" (S1-23) and name no minutes. */
export const emergencyPolicies = [
  definePolicy({
    key: 'grid-event.alert.acknowledge-within',
    unit: 'clock time',
    shape: clockDuration,
    defaults: [{ from: since, value: { amount: 10, unit: 'clockMinutes' } }],
    source: 'ours',
    serves: ['S1-23'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 1, unit: 'clockMinutes' },
    ceiling: { amount: 60, unit: 'clockMinutes' },
    description: {
      en: 'Time to acknowledge the alert of an emergency before the next level is alerted, in clock time through nights and holidays.',
      zh: '突发事件告警的签收时限，逾期自动向上一级告警；按钟点计算，节假日不顺延。',
    },
  }),
  definePolicy({
    key: 'grid-event.alert.repeat-after',
    unit: 'clock time',
    shape: clockDuration,
    defaults: [{ from: since, value: { amount: 10, unit: 'clockMinutes' } }],
    source: 'ours',
    serves: ['S1-23'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 1, unit: 'clockMinutes' },
    ceiling: { amount: 60, unit: 'clockMinutes' },
    description: {
      en: 'How often the highest level is alerted again while nobody acknowledges.',
      zh: '最高层级仍未签收时重复告警的间隔。',
    },
  }),
  definePolicy({
    key: 'grid-event.alert.repeats',
    unit: 'repetitions',
    shape: wholeNumber,
    defaults: [{ from: since, value: 6 }],
    source: 'ours',
    serves: ['S1-23'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: 1,
    ceiling: 50,
    description: {
      en: 'How many times the highest level is alerted again; afterwards the alert stays visible as overdue.',
      zh: '最高层级重复告警的次数上限，之后在列表中持续显示为超期未签收。',
    },
  }),
  emergencyNumber('grid-event.emergency-number.police', 110, 'the police', '公安报警'),
  emergencyNumber('grid-event.emergency-number.fire', 119, 'the fire brigade', '火警'),
  emergencyNumber('grid-event.emergency-number.ambulance', 120, 'an ambulance', '医疗急救'),
] as const;

/** The state's own numbers: dated, because it may change them, and nobody else's to change. */
function emergencyNumber<const Key extends string>(key: Key, number: number, en: string, zh: string) {
  return definePolicy({
    key,
    unit: 'telephone number',
    shape: wholeNumber,
    defaults: [{ from: since, value: number }],
    source: 'ours',
    serves: ['S1-23'],
    binds: 'BOTH',
    overridableBy: [],
    floor: 100,
    ceiling: 99_999,
    description: {
      en: `The telephone number of ${en}, shown before an emergency is reported here.`,
      zh: `${zh}电话，在上报突发事件前提示。`,
    },
  });
}
