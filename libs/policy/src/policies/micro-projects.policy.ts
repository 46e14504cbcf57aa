import { definePolicy, type PolicyDefinition, type RuleId } from '../define-policy.js';
import { wholeNumber } from '../policy-shape.js';

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
] as const;

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
