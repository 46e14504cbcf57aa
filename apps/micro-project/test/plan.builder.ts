import { randomUUID } from 'node:crypto';
import type { TestClient } from '@lianxin/testing';
import { TOWNSHIP, VILLAGE } from './area.builder.js';
import { aStoredDocument } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aMeeting, ofTownship } from './project.builder.js';

export interface PlanAnswer {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly approvedVersion: number | null;
  readonly items: readonly { readonly itemId: string; readonly title: string; readonly budget: string }[];
}

const FIELDS = 'id state version approvedVersion items { itemId title budget }';
const mutation = (name: string, input: string): string =>
  `mutation ($input: ${input}!) { answer: ${name}(input: $input) { ${FIELDS} } }`;

export const PLAN_STEPS = {
  submit: mutation('submitYearlyPlan', 'SubmitYearlyPlanInput'),
  returnForRevision: mutation('returnYearlyPlan', 'ReturnYearlyPlanInput'),
  approve: mutation('approveYearlyPlan', 'ApproveYearlyPlanInput'),
} as const;

type Input = Record<string, unknown>;

export async function planStep(
  who: TestClient,
  step: keyof typeof PLAN_STEPS,
  input: Input,
): Promise<PlanAnswer> {
  const variables = { input: { requestId: randomUUID(), ...input } };
  return (await who.get<{ answer: PlanAnswer }>(PLAN_STEPS[step], variables)).answer;
}

/** The code with which a step is refused. */
export const planRefusal = (who: TestClient, step: keyof typeof PLAN_STEPS, input: Input): Promise<string> =>
  who.refusal(PLAN_STEPS[step], { input: { requestId: randomUUID(), ...input } });

export const anItem = (over: Input = {}): Input => ({
  ...{ title: '三组路灯改造', quotaClass: 'SMALL', budget: '8000', needIds: [] },
  ...over,
});

export const aPlan = (items: readonly Input[] = [anItem()], over: Input = {}): Input => ({
  ...{ villageCode: VILLAGE, year: 2026, items },
  ...over,
});

/** The minutes of the township committee's meeting about a plan. */
export async function anApproval(
  place: Place,
  planId: string,
  { version = 1, meeting = {} }: { version?: number; meeting?: Input } = {},
): Promise<Input> {
  const minutesDocumentId = await aStoredDocument(place, { areaCode: TOWNSHIP });
  const ofCommittee = { ...ofTownship(place), minutesDocumentId, ...meeting };
  return { planId, version, meeting: await aMeeting(place, ofCommittee) };
}

/** A plan that the township's Party committee approved. */
export async function anApprovedPlan(
  place: Place,
  items: readonly Input[] = [anItem()],
): Promise<PlanAnswer> {
  const { id, version } = await planStep(place.villageOfficer, 'submit', aPlan(items));
  return planStep(place.recorder, 'approve', await anApproval(place, id, { version }));
}
