import { randomUUID } from 'node:crypto';
import type { TestClient } from '@lianxin/testing';
import type { Place } from './micro-project.fixture.js';

export interface ObjectionAnswer {
  readonly id: string;
  readonly projectId: string;
  readonly state: string;
  readonly rulingLevel: string;
  readonly isAnonymousToVillage: boolean;
  readonly ruleBy: string;
  readonly isOverdue: boolean;
  readonly finding: string | null;
  readonly slip: { readonly number: string; readonly queryCode: string } | null;
}

const FIELDS = `id projectId noticeId state rulingLevel isAnonymousToVillage raisedAt ruleBy isOverdue closedAt finding policyVersion
  contactChannel answerBy confidentiality proxyRelation slip { number queryCode }`;
const mutation = (name: string, input: string): string =>
  `mutation ($input: ${input}!) { answer: ${name}(input: $input) { ${FIELDS} } }`;

export const OBJECTION_STEPS = {
  raise: mutation('raiseObjection', 'RaiseObjectionInput'),
  rule: mutation('ruleObjection', 'RuleObjectionInput'),
  withdraw: mutation('withdrawObjection', 'WithdrawObjectionInput'),
  withdrawBySlip: mutation('withdrawObjectionBySlip', 'WithdrawObjectionBySlipInput'),
} as const;

type ObjectionStep = keyof typeof OBJECTION_STEPS;
type Over = Record<string, unknown>;

const DEFAULTS: Partial<Record<ObjectionStep, Over>> = {
  raise: { text: '施工会挡住我家的出入口', isAnonymousToVillage: true },
  rule: { isUpheld: false, reason: '已现场核实，不影响通行', finding: '经核实不影响通行' },
};

const inputOf = (step: ObjectionStep, over: Over): Over => ({
  input: { requestId: randomUUID(), ...DEFAULTS[step], ...over },
});

/** Does something with an objection as somebody and answers the objection. */
export async function object(who: TestClient, step: ObjectionStep, over: Over): Promise<ObjectionAnswer> {
  const { answer } = await who.get<{ answer: ObjectionAnswer }>(OBJECTION_STEPS[step], inputOf(step, over));
  return answer;
}

/** The code with which it is refused. */
export const refusedTo = (who: TestClient, step: ObjectionStep, over: Over): Promise<string> =>
  who.refusal(OBJECTION_STEPS[step], inputOf(step, over));

/** What an official keys in for somebody who came in person. */
export const onPaper = (over: Over = {}): Over => ({
  contactChannel: 'PAPER',
  subject: { name: '王桂花', contact: '楼村三组' },
  answerBy: 'SLIP',
  ...over,
});

const LIST = `query ($areaCode: String!, $isOpen: Boolean, $isOverdue: Boolean, $first: Int, $after: String) {
  objections(areaCode: $areaCode, isOpen: $isOpen, isOverdue: $isOverdue, first: $first, after: $after) {
    pageInfo { hasNextPage endCursor } edges { node { ${FIELDS} } } } }`;

/** The list of an area as somebody sees it. */
export async function objectionsSeenBy(who: TestClient, variables: Over): Promise<ObjectionAnswer[]> {
  const { objections } = await who.get<{ objections: { edges: { node: ObjectionAnswer }[] } }>(
    LIST,
    variables,
  );
  return objections.edges.map(({ node }) => node);
}

/** How many objections a project waits for, as its row has it. */
export async function openCountOf({ service }: Pick<Place, 'service'>, projectId: string): Promise<number> {
  const count = 'SELECT open_objection_count AS open FROM project WHERE id = $1';
  const [row] = await service.sql<{ open: number }>(count, [projectId]);
  return row?.open ?? NaN;
}
