import { randomUUID } from 'node:crypto';
import type { TestClient } from '@lianxin/testing';
import { GRID } from './area.builder.js';

export interface NeedAnswer {
  readonly id: string;
  readonly state: string;
  readonly areaCode: string;
  readonly priority: string | null;
  readonly discussedOn: string | null;
  readonly discussionDueOn: string;
  readonly isDiscussionOverdue: boolean;
  readonly answerReadAt: string | null;
  readonly slip: { number: string; queryCode: string } | null;
}

export const NEED_FIELDS =
  'id state areaCode priority discussedOn discussionDueOn isDiscussionOverdue answerReadAt slip { number queryCode }';

const mutation = (name: string, input: string, fields = NEED_FIELDS): string =>
  `mutation ($input: ${input}!) { answer: ${name}(input: $input) { ${fields} } }`;

export const NEED_STEPS = {
  submit: mutation('submitNeed', 'SubmitNeedInput'),
  withdraw: mutation('withdrawNeed', 'NeedStepInput'),
  reconsider: mutation('reconsiderNeed', 'ReconsiderNeedInput'),
  withdrawBySlip: mutation('withdrawNeedBySlip', 'WithdrawNeedBySlipInput', 'number state'),
  reconsiderBySlip: mutation('reconsiderNeedBySlip', 'ReconsiderNeedBySlipInput', 'number state'),
  reveal: mutation('revealNeedWords', 'RevealNeedWordsInput', 'transition field words'),
  discuss: mutation(
    'recordNeedsDiscussion',
    'RecordNeedsDiscussionInput',
    'id openCount discussedCount leftOutCount',
  ),
} as const;

export type NeedStep = keyof typeof NEED_STEPS;

/** Does a step as somebody and answers what the graph does. */
export async function needStep<Answer = NeedAnswer>(
  who: TestClient,
  step: NeedStep,
  input: Record<string, unknown>,
): Promise<Answer> {
  const { answer } = await who.get<{ answer: Answer }>(NEED_STEPS[step], {
    input: { requestId: randomUUID(), ...input },
  });
  return answer;
}

/** The code with which a step is refused. */
export const needRefusal = (
  who: TestClient,
  step: NeedStep,
  input: Record<string, unknown>,
): Promise<string> => who.refusal(NEED_STEPS[step], { input: { requestId: randomUUID(), ...input } });

/** What is said of a need; a test names what matters to it. */
export const someNeed = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  areaCode: GRID,
  kind: 'PUBLIC_FACILITY',
  channel: 'PARTY_BUILDING_PLATFORM',
  text: '三组主路晚上没有路灯，老人小孩出门看不见路',
  place: '三组主路',
  ...over,
});

/** A need that somebody submitted. */
export const aNeed = (who: TestClient, over: Record<string, unknown> = {}): Promise<NeedAnswer> =>
  needStep(who, 'submit', someNeed(over));
