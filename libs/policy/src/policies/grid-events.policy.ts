import { definePolicy, type PolicyDefinition } from '../define-policy.js';
import { clockDuration, dayDuration, wholeNumber } from '../policy-shape.js';
import { kindPolicies } from './grid-event-kinds.policy.js';

const since = '2020-01-01';
const editors: PolicyDefinition['overridableBy'] = [
  { role: 'POLICY_EDITOR', levels: ['COUNTY', 'TOWNSHIP'] },
];

/** Deadlines, extensions and limits of grid events. The sources ask for deadlines (S4-23) and name no number. */
export const gridEventPolicies = [
  definePolicy({
    key: 'grid-event.deadline.general',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 5, unit: 'workingDays' } }],
    source: 'ours',
    serves: ['S4-23', 'S3-16'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 1, unit: 'workingDays' },
    ceiling: { amount: 30, unit: 'workingDays' },
    description: {
      en: 'Time to settle a general grid event, from its report.',
      zh: '一般性事件自上报之日起的办结时限。',
    },
  }),
  definePolicy({
    key: 'grid-event.deadline.mediation',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 30, unit: 'calendarDays' } }],
    source: 'ours',
    serves: ['S4-23', 'S3-16'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 3, unit: 'calendarDays' },
    ceiling: { amount: 60, unit: 'calendarDays' },
    description: {
      en: 'Time to settle a dispute that is mediated in the grid, from its report.',
      zh: '调解性事件自上报之日起的办结时限。',
    },
  }),
  definePolicy({
    key: 'grid-event.deadline.emergency',
    unit: 'clock time',
    shape: clockDuration,
    defaults: [{ from: since, value: { amount: 24, unit: 'clockHours' } }],
    source: 'ours',
    serves: ['S1-23', 'S3-16', 'S4-23'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 30, unit: 'clockMinutes' },
    ceiling: { amount: 72, unit: 'clockHours' },
    description: {
      en: 'Time to settle an emergency, in clock time through nights and holidays, from its report.',
      zh: '突发性事件自上报时起的处置时限，按钟点计算，节假日不顺延。',
    },
  }),
  definePolicy({
    key: 'grid-event.deadline.approval',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 20, unit: 'workingDays' } }],
    source: 'ours',
    serves: ['S4-23', 'S3-16'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 1, unit: 'workingDays' },
    ceiling: { amount: 45, unit: 'workingDays' },
    description: {
      en: 'Time to settle a request that needs an approval, from its report.',
      zh: '审批性事件自上报之日起的办结时限。',
    },
  }),
  definePolicy({
    key: 'grid-event.maximum-extension',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 10, unit: 'workingDays' } }],
    source: 'ours',
    serves: ['S4-23'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 1, unit: 'workingDays' },
    ceiling: { amount: 60, unit: 'workingDays' },
    description: {
      en: 'The longest single extension, counted from the deadline it moves.',
      zh: '单次延期的最长期限，自原时限起计算。',
    },
  }),
  definePolicy({
    key: 'grid-event.extension-count',
    unit: 'extensions',
    shape: wholeNumber,
    defaults: [{ from: since, value: 2 }],
    source: 'ours',
    serves: ['S4-23'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: 0,
    ceiling: 5,
    description: {
      en: 'How many times the deadline of one event may be extended.',
      zh: '同一事件可延期的次数。',
    },
  }),
  definePolicy({
    key: 'grid-event.reopen-window',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 15, unit: 'calendarDays' } }],
    source: 'ours',
    serves: ['S1-28', 'S4-23'],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 3, unit: 'calendarDays' },
    ceiling: { amount: 90, unit: 'calendarDays' },
    description: {
      en: 'How long after its closing an event may be reopened.',
      zh: '事件办结后可重新办理的期限。',
    },
  }),
  definePolicy({
    key: 'grid-event.slip-wrong-codes',
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
      en: 'How many wrong codes for one slip lock it for an hour.',
      zh: '同一查询编号连续输错查询码达到此次数后锁定一小时。',
    },
  }),
  ...kindPolicies,
  ...textLimits(),
] as const;

function textLimits() {
  return [
    textLimit('grid-event.text-characters', 2000, 'what happened', '事件内容'),
    textLimit('grid-event.place-characters', 200, 'the place', '事发地点'),
    textLimit('grid-event.reason-characters', 500, 'a reason, finding or answer', '理由、核查意见或答复'),
    textLimit('grid-event.name-characters', 50, 'a name', '姓名'),
    textLimit('grid-event.window-characters', 100, 'the competent window', '受理窗口'),
    textLimit('grid-event.contact-characters', 100, 'a telephone number or an address', '联系方式'),
    textLimit('grid-event.outside-reference-characters', 64, 'an outside reference number', '外部来文编号'),
  ] as const;
}

function textLimit<const Key extends string>(key: Key, characters: number, en: string, zh: string) {
  return definePolicy({
    key,
    unit: 'characters',
    shape: wholeNumber,
    defaults: [{ from: since, value: characters }],
    source: 'ours',
    serves: ['S1-20'],
    binds: 'BOTH',
    overridableBy: [],
    floor: 1,
    ceiling: 10_000,
    description: { en: `The longest text accepted for ${en}.`, zh: `${zh}的字数上限。` },
  });
}
