import { randomUUID } from 'node:crypto';
import type { TestClient } from '@lianxin/testing';
import { VILLAGE } from './area.builder.js';
import { aStoredDocument } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';

export interface ProjectAnswer {
  readonly id: string;
  readonly state: string;
  readonly band: string | null;
  readonly decidingBody: string | null;
  readonly budget: string;
  readonly committed: string;
  readonly paid: string;
  readonly envelopeYear: number | null;
  readonly openObjectionCount: number;
}

const FIELDS = 'id state band decidingBody budget committed paid envelopeYear openObjectionCount';

const mutation = (name: string, input: string): string =>
  `mutation ($input: ${input}!) { answer: ${name}(input: $input) { ${FIELDS} } }`;

/** Every step of a project: its document. */
export const STEPS = {
  propose: mutation('proposeMicroProject', 'ProposeProjectInput'),
  revise: mutation('reviseMicroProject', 'ReviseProjectInput'),
  submit: mutation('submitMicroProject', 'ProjectStepInput'),
  returnForRevision: mutation('returnMicroProject', 'ProjectNoteInput'),
  decide: mutation('recordMicroProjectDecision', 'RecordProjectDecisionInput'),
  file: mutation('fileMicroProject', 'ProjectStepInput'),
  postNotice: mutation('postMicroProjectNotice', 'ProjectStepInput'),
  extendNotice: mutation('extendMicroProjectNotice', 'ExtendProjectNoticeInput'),
  endNotice: mutation('endMicroProjectNotice', 'ProjectStepInput'),
  abandon: mutation('abandonMicroProject', 'ProjectNoteInput'),
  judgeSplitting: mutation('judgeMicroProjectSplitting', 'JudgeSplittingInput'),
  selectContractor: mutation('selectMicroProjectContractor', 'SelectContractorInput'),
  start: mutation('startMicroProject', 'ProjectStepInput'),
  reachMilestone: mutation('reachMicroProjectMilestone', 'ReachMilestoneInput'),
  stop: mutation('stopMicroProject', 'ProjectNoteInput'),
  resume: mutation('resumeMicroProject', 'ProjectStepInput'),
  delay: mutation('delayMicroProject', 'DelayProjectInput'),
  complete: mutation('completeMicroProject', 'ProjectStepInput'),
  recordPayment: mutation('recordMicroProjectPayment', 'RecordPaymentInput'),
  requestChange: mutation('requestMicroProjectChange', 'RequestChangeInput'),
  startInEmergency: mutation('startMicroProjectInEmergency', 'StartInEmergencyInput'),
  openSurvey: mutation('openMicroProjectSurvey', 'ProjectStepInput'),
  closeSurvey: mutation('closeMicroProjectSurvey', 'ProjectStepInput'),
  publishAudit: mutation('publishMicroProjectAudit', 'PublishMicroProjectAuditInput'),
  endRetention: mutation('endMicroProjectRetention', 'EndMicroProjectRetentionInput'),
  close: mutation('closeMicroProject', 'ProjectStepInput'),
  inspect: mutation('inspectMicroProject', 'InspectMicroProjectInput'),
} as const;

export type StepName = keyof typeof STEPS;

/** Does a step as somebody and answers the project. */
export async function take(
  who: TestClient,
  step: StepName,
  input: Record<string, unknown>,
): Promise<ProjectAnswer> {
  const { answer } = await who.get<{ answer: ProjectAnswer }>(STEPS[step], {
    input: { requestId: randomUUID(), ...input },
  });
  return answer;
}

/** The code with which a step is refused. */
export const refusal = (who: TestClient, step: StepName, input: Record<string, unknown>): Promise<string> =>
  who.refusal(STEPS[step], { input: { requestId: randomUUID(), ...input } });

/** Letters that no other text has. */
const someLetters = (): string =>
  randomUUID().replace(/[\d-]/g, (digit) => 'ghijklmnop'[Number(digit)] ?? 'q');

/** Works of their own: nobody takes two of them for one that was split. */
export const someTerms = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  title: '三组路灯改造',
  content: `更换三组主路十二盏路灯 ${someLetters()}`,
  place: `三组主路 ${someLetters()}`,
  effect: '夜间出行更安全',
  budget: '8000',
  dueOn: '2026-09-30',
  ...over,
});

/** Nothing that the villagers have to resolve on. */
export const NO_COLLECTIVE_MATTER = {
  ...{ usesCollectiveMoney: false, raisesMoneyOrLabour: false },
  ...{ letsContract: false, touchesCollectiveProperty: false },
};

/** What a proposal says; a test names what matters to it. */
export const aProposal = ({
  terms,
  ...over
}: Record<string, unknown> & { terms?: Record<string, unknown> } = {}): Record<string, unknown> => ({
  villageCode: VILLAGE,
  kind: 'PUBLIC_FACILITY',
  leadBody: 'VILLAGE',
  quotaClass: 'SMALL',
  terms: someTerms(terms),
  needIds: [],
  isInvestedElsewhere: false,
  isInProcurementCatalogue: false,
  isSpecialised: false,
  collective: NO_COLLECTIVE_MATTER,
  ...over,
});

/** What the minutes of a meeting of the village's two committees say. */
export async function aMeeting(
  place: Place,
  over: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  return {
    body: 'VILLAGE_TWO_COMMITTEES',
    heldOn: '2026-03-02',
    minutesNumber: `会纪${randomUUID().slice(0, 8)}`,
    minutesDocumentId: await aStoredDocument(place),
    presentIds: place.bodies.village.slice(0, 4),
    ...over,
  };
}

/** What is keyed in of a decision. */
export async function aDecision(
  place: Place,
  projectId: string,
  { meeting, ...over }: Record<string, unknown> & { meeting?: Record<string, unknown> } = {},
): Promise<Record<string, unknown>> {
  return {
    projectId,
    meeting: await aMeeting(place, meeting),
    stakeholderIds: [],
    relations: [],
    isAdopted: true,
    ...over,
  };
}

/** A meeting of the township's Party committee. */
export const ofTownship = ({ bodies }: Place): Record<string, unknown> => ({
  body: 'TOWNSHIP_PARTY_COMMITTEE',
  presentIds: bodies.township.slice(0, 5),
});

/** A project that was proposed, as if out of a need where a test names no source. */
export async function aProposedProject(
  { service, villageOfficer }: Pick<Place, 'service' | 'villageOfficer'>,
  over: Parameters<typeof aProposal>[0] = {},
  who: TestClient = villageOfficer,
): Promise<string> {
  const { id } = await take(who, 'propose', aProposal(over));
  await service.sql(
    `UPDATE project SET need_ids = ARRAY[$2::uuid] WHERE id = $1 AND need_ids = '{}' AND plan_item_id IS NULL`,
    [id, randomUUID()],
  );
  return id;
}

/** A project that was submitted. */
export async function aSubmittedProject(
  place: Place,
  over: Parameters<typeof aProposal>[0] = {},
): Promise<string> {
  const id = await aProposedProject(place, over);
  await take(place.villageOfficer, 'submit', { projectId: id });
  return id;
}

/** A project that its village decided. */
export async function aDecidedProject(
  place: Place,
  over: Parameters<typeof aProposal>[0] = {},
): Promise<string> {
  const id = await aSubmittedProject(place, over);
  await take(place.villageOfficer, 'decide', await aDecision(place, id));
  return id;
}
