import { randomUUID } from 'node:crypto';
import type { TestClient } from '@lianxin/testing';
import { GRID } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

export const PRIVATE_TEXT = '王大爷家门前的路灯坏了三天';

export interface EventAnswer {
  readonly id: string;
  readonly state: string;
  readonly dueAt: string;
}

const FIELDS = 'id state dueAt';

/** What a report says; a test names what matters to it. */
export const aReport = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  requestId: randomUUID(),
  areaCode: GRID,
  category: 'HAZARD',
  kind: 'GENERAL',
  source: 'PATROL',
  text: PRIVATE_TEXT,
  place: '三组路口',
  ...over,
});

/** The document of one step, e.g. `step('accept', 'GridEventStepInput')`. */
export const mutation = (name: string, input: string): string =>
  `mutation ($input: ${input}!) { answer: ${name}(input: $input) { ${FIELDS} } }`;

export const STEPS = {
  report: mutation('reportGridEvent', 'ReportGridEventInput'),
  settleOnTheSpot: mutation('settleGridEventOnTheSpot', 'SettleGridEventOnTheSpotInput'),
  accept: mutation('acceptGridEvent', 'GridEventStepInput'),
  refuse: mutation('refuseGridEvent', 'GridEventNoteInput'),
  escalate: mutation('escalateGridEvent', 'EscalateGridEventInput'),
  dispatch: mutation('dispatchGridEvent', 'DispatchGridEventInput'),
  start: mutation('startGridEvent', 'GridEventStepInput'),
  return: mutation('returnGridEvent', 'GridEventNoteInput'),
  reportDone: mutation('reportGridEventDone', 'GridEventNoteInput'),
  urge: mutation('urgeGridEvent', 'GridEventNoteInput'),
  requestExtension: mutation('requestGridEventExtension', 'RequestGridEventExtensionInput'),
  decideExtension: mutation('decideGridEventExtension', 'DecideGridEventExtensionInput'),
  verify: mutation('verifyGridEvent', 'GridEventNoteInput'),
  failVerification: mutation('failGridEventVerification', 'GridEventNoteInput'),
  notify: mutation('notifyGridEventResult', 'GridEventNoteInput'),
  followUp: mutation('followUpGridEvent', 'FollowUpGridEventInput'),
  close: mutation('closeGridEvent', 'GridEventStepInput'),
  reopen: mutation('reopenGridEvent', 'GridEventNoteInput'),
  standDown: mutation('standDownGridEvent', 'GridEventNoteInput'),
  callJointResponse: mutation('callJointResponse', 'CallJointResponseInput'),
  reportToJointResponse: mutation('reportToJointResponse', 'ReportToJointResponseInput'),
  answerJointResponse: mutation('answerJointResponse', 'AnswerJointResponseInput'),
  releaseFromJointResponse: mutation('releaseFromJointResponse', 'ReleaseFromJointResponseInput'),
  addOutsideNumber: mutation('addOutsideNumber', 'AddOutsideNumberInput'),
  recordMediationConsent: mutation('recordGridEventMediationConsent', 'RecordGridEventMediationConsentInput'),
  tellProcedure: mutation('tellGridEventProcedure', 'TellGridEventProcedureInput'),
  handOver: mutation('handOverGridEvent', 'HandOverGridEventInput'),
  appealRefusal: mutation('appealGridEventRefusal', 'GridEventNoteInput'),
  upholdRefusal: mutation('upholdGridEventRefusal', 'GridEventNoteInput'),
  overturnRefusal: mutation('overturnGridEventRefusal', 'GridEventNoteInput'),
  answerFollowUp: mutation('answerGridEventFollowUp', 'RateGridEventInput'),
  changeRating: mutation('changeGridEventRating', 'RateGridEventInput'),
  merge: mutation('mergeGridEvent', 'MergeGridEventInput'),
  unmerge: mutation('unmergeGridEvent', 'GridEventNoteInput'),
} as const;

export type StepName = keyof typeof STEPS;

/** Does a step as somebody and answers the event. */
export async function take(
  who: TestClient,
  step: StepName,
  input: Record<string, unknown>,
): Promise<EventAnswer> {
  const { answer } = await who.get<{ answer: EventAnswer }>(STEPS[step], {
    input: { requestId: randomUUID(), ...input },
  });
  return answer;
}

/** The code with which a step is refused. */
export function refusal(who: TestClient, step: StepName, input: Record<string, unknown>): Promise<string> {
  return who.refusal(STEPS[step], { input: { requestId: randomUUID(), ...input } });
}

const NOTE = '已处理完毕';

/** Who takes which step with what, from the report to the end, when all goes well. */
const LIFE: readonly {
  step: StepName;
  who: (place: Place) => TestClient;
  input?: (place: Place) => Record<string, unknown>;
}[] = [
  { step: 'accept', who: (place) => place.township },
  {
    step: 'dispatch',
    who: (place) => place.township,
    input: (place) => ({ departmentId: place.departmentId }),
  },
  { step: 'start', who: (place) => place.department },
  { step: 'reportDone', who: (place) => place.department, input: () => ({ note: NOTE }) },
  { step: 'verify', who: (place) => place.worker, input: () => ({ note: NOTE }) },
  { step: 'notify', who: (place) => place.township, input: () => ({ note: NOTE }) },
  {
    step: 'followUp',
    who: (place) => place.county,
    input: () => ({ isReached: true, isSolved: true, isSatisfied: true }),
  },
  { step: 'close', who: (place) => place.county },
];

/** An event that went through its life up to and including a step. */
export async function anEventAfter(
  place: Place,
  last: StepName,
  report: Record<string, unknown> = {},
): Promise<EventAnswer> {
  let event = await take(place.worker, 'report', aReport(report));
  for (const { step, who, input } of last === 'report' ? [] : LIFE) {
    event = await take(who(place), step, { gridEventId: event.id, ...input?.(place) });
    if (step === last) break;
  }
  return event;
}
