import { definePolicy, type PolicyDefinition, type RuleId } from '../define-policy.js';
import { dayDuration, wholeNumber } from '../policy-shape.js';

const since = '2020-01-01';
const townships: PolicyDefinition['overridableBy'] = [
  { role: 'POLICY_EDITOR', levels: ['COUNTY', 'TOWNSHIP'] },
];
const FEN_A_YUAN = 100;
const yuan = (amount: number): number => amount * FEN_A_YUAN;

/** Small public works (微小事), after the plan of 郑坊镇: what a village may spend in a year, and whose decision which amount is. */
export const microProjectPolicies = [
  amount('micro-project.larger-quota', 'S0-04', yuan(300_000), {
    en: 'What the one larger project of a village may cost in a year.',
    zh: '每村（社区）每年一个较大微小事项目（“1”）的资金上限。',
  }),
  definePolicy({
    key: 'micro-project.larger-projects',
    unit: 'projects',
    shape: wholeNumber,
    defaults: [{ from: since, value: 1 }],
    source: 'S0-04',
    serves: [],
    binds: 'BOTH',
    overridableBy: townships,
    floor: 0,
    ceiling: 10,
    description: {
      en: 'How many larger projects a village may have in a year.',
      zh: '每村（社区）每年较大微小事项目的数量。',
    },
  }),
  amount('micro-project.small-quota', 'S0-05', yuan(200_000), {
    en: 'What all smaller projects of a village may cost together in a year.',
    zh: '每村（社区）每年若干较小微小事项目（“N”）的资金总额上限。',
  }),
  amount('micro-project.filed-from', 'S0-12', yuan(10_000), {
    en: 'From this amount on the village files its decision with the township committee.',
    zh: '村级决定后须报镇党委备案的金额起点。',
  }),
  amount('micro-project.reviewed-from', 'S0-13', yuan(30_000), {
    en: 'From this amount on the township committee reviews before anything is decided.',
    zh: '须报镇党委审核的金额起点。',
  }),
  amount('micro-project.decided-above-from', 'S0-14', yuan(100_000), {
    en: 'From this amount on the township committee decides and files with the county.',
    zh: '由镇党委研究决定并报区级备案的金额起点。',
  }),
  time('micro-project.review-time', 5, 'S0-13', {
    en: 'Time for the competent body to decide on a project, from its submission (review starts on submission).',
    zh: '即报即审：项目自提交之日起的审核决定时限。',
  }),
  time('micro-project.notice-time', 5, 'S0-15', {
    en: 'How long a project stays posted for objections; working days, so that a holiday does not use it up.',
    zh: '项目公示期限，按工作日计算，节假日不计入。',
  }),
  time('micro-project.confirmation-time', 7, 'S0-21', {
    en: 'Time for the competent body to decide on what an emergency began.',
    zh: '应急性事项先行实施后提请研究确定的时限。',
  }),
  length('micro-project.title-characters', 60, {
    en: 'Longest title of a project.',
    zh: '项目名称的最大字数。',
  }),
  length('micro-project.terms-characters', 1_000, {
    en: 'Longest text of each of the published fields of a project: content, place, effect.',
    zh: '项目内容、地点、效应等公示字段的最大字数。',
  }),
  length('micro-project.note-characters', 1_000, {
    en: 'Longest reason given for a step of a project.',
    zh: '项目各环节说明理由的最大字数。',
  }),
  length('micro-project.minutes-number-characters', 40, {
    en: 'Longest number of minutes, vouchers and invoices.',
    zh: '会议纪要、凭证、发票编号的最大字数。',
  }),
] as const;

/** Working days that the sources ask for and leave open. */
function time<const Key extends string>(
  key: Key,
  workingDays: number,
  serves: RuleId,
  description: PolicyDefinition['description'],
) {
  return definePolicy({
    key,
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: workingDays, unit: 'workingDays' } }],
    source: 'ours',
    serves: [serves],
    binds: 'BOTH',
    overridableBy: townships,
    floor: { amount: 1, unit: 'workingDays' },
    ceiling: { amount: 60, unit: 'workingDays' },
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
    overridableBy: townships,
    floor: 10,
    ceiling: 10_000,
    description,
  });
}

/** A sum of money, in fen. */
function amount<const Key extends string>(
  key: Key,
  source: RuleId,
  value: number,
  description: PolicyDefinition['description'],
) {
  return definePolicy({
    key,
    unit: 'fen',
    shape: wholeNumber,
    defaults: [{ from: since, value }],
    source,
    serves: [],
    binds: 'BOTH',
    overridableBy: townships,
    floor: 0,
    ceiling: yuan(10_000_000),
    description,
  });
}
