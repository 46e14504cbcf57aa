import { definePolicy, type PolicyDefinition, type RuleId } from '../define-policy.js';
import { wholeNumber } from '../policy-shape.js';

const since = '2020-01-01';
const FEN_A_YUAN = 100;
const yuan = (amount: number): number => amount * FEN_A_YUAN;
const upperBands: RuleId[] = ['S0-12', 'S0-13', 'S0-14'];

/** How small public works are carried out, and when several of them look like one: the sources leave these numbers open. */
export const microProjectWorksPolicies = [
  ours({
    ...{ key: 'micro-project.quotes-from', unit: 'fen', serves: ['S0-12'] },
    ...{ value: yuan(10_000), floor: 0, ceiling: yuan(1_000_000) },
    en: 'From this amount on several quotes are compared before a contractor is chosen.',
    zh: '须经多家比价方可确定施工方的金额起点。',
  }),
  ours({
    ...{ key: 'micro-project.bidding-from', unit: 'fen', serves: ['S0-14'] },
    ...{ value: yuan(100_000), floor: 0, ceiling: yuan(4_000_000) },
    en: 'From this amount on the contractor is chosen by bidding.',
    zh: '须以招标（竞争性方式）确定施工方的金额起点。',
  }),
  ours({
    ...{ key: 'micro-project.quotes-compared', unit: 'offers', serves: [] },
    ...{ value: 3, floor: 2, ceiling: 20 },
    en: 'How many offers are compared at least where a comparison is asked for.',
    zh: '比价或招标时至少应有的报价数量。',
  }),
  ours({
    ...{ key: 'micro-project.own-labour-wages-share', unit: 'percent', serves: ['S0-19'] },
    ...{ value: 50, floor: 25, ceiling: 100 },
    en: "How much of what was paid for work of the villagers' own labour has to be wages.",
    zh: '村民自建项目已付款项中工资应占的最低百分比。',
  }),
  ours({
    ...{ key: 'micro-project.bidder-characters', unit: 'characters', serves: [] },
    ...{ value: 60, floor: 10, ceiling: 200 },
    en: 'Longest name of a firm or group that offers to carry out a project.',
    zh: '施工方（企业、队组）名称的最大字数。',
  }),
  ours({
    ...{ key: 'micro-project.splitting-window', unit: 'days', serves: upperBands },
    ...{ value: 365, floor: 30, ceiling: 1_825 },
    en: 'How many days back projects of a village are compared when splitting is looked for.',
    zh: '排查疑似拆分时向前比对的天数。',
  }),
  ours({
    ...{ key: 'micro-project.splitting-similarity', unit: 'percent', serves: upperBands },
    ...{ value: 50, floor: 20, ceiling: 100 },
    en: 'From which share of common pairs of characters on two projects read alike.',
    zh: '两个项目文字相似度达到疑似拆分的百分比。',
  }),
] as const;

interface OwnNumber<Key extends string> extends Required<
  Pick<PolicyDefinition<Key, number>, 'unit' | 'serves' | 'floor' | 'ceiling'>
> {
  readonly key: Key;
  readonly value: number;
  readonly en: string;
  readonly zh: string;
}

/** A number of our own, with the least and the most that a county or township may set instead. */
function ours<const Key extends string>({ value, en, zh, ...number }: OwnNumber<Key>) {
  return definePolicy({
    ...number,
    shape: wholeNumber,
    defaults: [{ from: since, value }],
    source: 'ours',
    binds: 'BOTH',
    overridableBy: [{ role: 'POLICY_EDITOR', levels: ['COUNTY', 'TOWNSHIP'] }],
    description: { en, zh },
  });
}
