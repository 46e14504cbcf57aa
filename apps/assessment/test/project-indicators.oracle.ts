import type { DECIDING_BODIES, DECISION_BANDS } from '@lianxin/contracts';
import type { ProjectFigures, ProjectFiguresCode } from './assessment.fixture.js';
import type { ProjectStep } from './micro-project.builder.js';

type Band = (typeof DECISION_BANDS)[number];

/** A step of a project as the test played it. */
export interface PlayedStep {
  readonly project: number;
  readonly village: number;
  readonly name: ProjectStep;
  readonly at: number;
  readonly band: Band;
  readonly budgetFen: number;
  readonly committedFen: number;
  readonly planItemId: string | null;
  readonly body?: (typeof DECIDING_BODIES)[number];
  readonly isInTime?: boolean;
  readonly isProposerPresent?: boolean;
  readonly survey?: { answerCount: number; satisfiedCount: number; minimumSample: number };
}

/** What villages did beside their projects; days are YYYY-MM-DD. */
export type PlayedDeed = { readonly village: number; readonly at: number } & (
  | { readonly kind: 'NEED' }
  | { readonly kind: 'DISCUSSION'; readonly heldOn: string }
  | { readonly kind: 'PLAN'; readonly year: number; readonly itemIds: readonly string[] }
  | { readonly kind: 'AUDIT'; readonly year: number }
);

export interface Question {
  readonly villages: readonly number[];
  readonly year: number;
  readonly asOf: number;
}

const SHANGHAI_MS = 8 * 3_600_000;
const local = (instant: number): Date => new Date(instant + SHANGHAI_MS);
const yearOf = (instant: number): number => local(instant).getUTCFullYear();

/** Counts from the bare steps and deeds, village by village and rule by rule, in another way than the service does. */
export function countProjectsNaively(
  steps: readonly PlayedStep[],
  deeds: readonly PlayedDeed[],
  question: Question,
): ProjectFigures {
  const figures: ProjectFigures = {
    ...{ DISCUSSED_MONTHLY: [0, 0], SPECIAL_AUDIT: [0, 0], PLAN_DONE: [0, 0], PROCEDURE: [0, 0] },
    ...{ ACCEPTED_AND_EVALUATED: [0, 0], ARCHIVE_COMPLETE: [0, 0], PROJECT_SATISFACTION: [0, 0] },
  };
  const count = (part: ProjectFiguresCode, numerator: number, denominator: number): void => {
    figures[part][0] += numerator;
    figures[part][1] += denominator;
  };
  for (const village of question.villages) {
    const then = steps.filter((step) => step.village === village && step.at <= question.asOf);
    const done = deeds.filter((deed) => deed.village === village && deed.at <= question.asOf);
    for (const project of new Set(then.map((step) => step.project)))
      countProject(
        then.filter((step) => step.project === project),
        question,
        count,
      );
    countPlan(then, done, { ...question, count });
    countDuties(then, done, { ...question, count });
  }
  return figures;
}

type Count = (part: ProjectFiguresCode, numerator: number, denominator: number) => void;

function countProject(life: readonly PlayedStep[], { year }: Question, count: Count): void {
  const isOf = (step: PlayedStep | undefined): step is PlayedStep =>
    step !== undefined && yearOf(step.at) === year;
  const begun = life.findIndex(({ name }) => name === 'ProjectStarted' || name === 'EmergencyBypassUsed');
  if (isOf(life[begun])) count('PROCEDURE', isRight(life, begun) ? 1 : 0, 1);
  const completed = life.findLastIndex(({ name }) => name === 'ProjectCompleted');
  const after = life.slice(completed + 1);
  if (isOf(life[completed]) && !after.some(({ name }) => name === 'AcceptanceFailed')) {
    const accepted = after.findIndex((step) => step.name === 'AcceptancePassed' && step.isProposerPresent);
    const isEvaluated =
      accepted >= 0 && after.slice(accepted).some(({ name }) => name === 'SatisfactionSurveyed');
    count('ACCEPTED_AND_EVALUATED', isEvaluated ? 1 : 0, 1);
  }
  if (isOf(life.find(({ name }) => name === 'AuditPublished')))
    count('ARCHIVE_COMPLETE', life.some(({ name }) => name === 'ProjectClosed') ? 1 : 0, 1);
  for (const { survey, at } of life)
    if (survey && yearOf(at) === year && survey.answerCount >= survey.minimumSample)
      count('PROJECT_SATISFACTION', survey.satisfiedCount, survey.answerCount);
}

const BACK: ReadonlySet<ProjectStep> = new Set([
  ...(['ProjectProposed', 'ProjectRevised', 'ProjectSubmitted'] as const),
  ...(['ProjectReturned', 'ProjectRejected'] as const),
]);

function isRight(life: readonly PlayedStep[], begun: number): boolean {
  const from = life.findLastIndex(({ name }, index) => index < begun && BACK.has(name));
  const isEmergency = life[begun]?.name === 'EmergencyBypassUsed';
  const isDecision = ({ name }: PlayedStep, index: number): boolean =>
    index > from && (name === 'ProjectDecided' || (name === 'EmergencyConfirmed' && isEmergency));
  const holds = life.findLastIndex(isDecision);
  const decision = life[holds];
  if (!decision || !isBodyHighEnough(decision)) return false;
  if ((life.at(-1) as PlayedStep).committedFen > decision.budgetFen) return false;
  return isEmergency ? isEmergencyInOrder(life) : isStartInOrder(life, { begun, isDecision, decision });
}

const isBodyHighEnough = ({ band, body }: PlayedStep): boolean =>
  band.startsWith('VILLAGE') || body !== 'VILLAGE_TWO_COMMITTEES';

/** Who decides above the band needs no filing: the record is there already. */
const isPassedUp = ({ band, body }: PlayedStep): boolean =>
  band.startsWith('VILLAGE') ? body !== 'VILLAGE_TWO_COMMITTEES' : body === 'COUNTY_PARTY_COMMITTEE';

function isEmergencyInOrder(life: readonly PlayedStep[]): boolean {
  const rulings = life.filter(({ name }) => name === 'EmergencyConfirmed' || name === 'EmergencyRefused');
  if (!rulings.at(-1)?.isInTime) return false;
  const regularised = life.findLastIndex(({ name }) => name === 'EmergencyRegularised');
  return life.slice(0, Math.max(regularised, 0)).some(({ name }) => name === 'EmergencyConfirmed');
}

function isStartInOrder(
  life: readonly PlayedStep[],
  {
    begun,
    isDecision,
    decision,
  }: {
    begun: number;
    isDecision: (step: PlayedStep, index: number) => boolean;
    decision: PlayedStep;
  },
): boolean {
  const before = life.findLastIndex((step, index) => index < begun && isDecision(step, index));
  const isNoticed = life.slice(before, begun).some(({ name }) => name === 'NoticeEnded');
  if (before < 0 || !isNoticed) return false;
  if (!decision.band.endsWith('FILES')) return true;
  const otherBand = life.findLastIndex(
    (step, index) => isDecision(step, index) && step.band !== decision.band,
  );
  const first = life.findIndex((step, index) => index > otherBand && isDecision(step, index));
  return life
    .slice(first)
    .some(
      (step, index) => step.name === 'ProjectFiled' || (isDecision(step, first + index) && isPassedUp(step)),
    );
}

function countPlan(
  steps: readonly PlayedStep[],
  deeds: readonly PlayedDeed[],
  { year, count }: Question & { count: Count },
): void {
  const plan = deeds.filter((deed) => deed.kind === 'PLAN').findLast((deed) => deed.year === year);
  for (const itemId of new Set(plan?.itemIds)) {
    const isDone = steps.some((step) => step.name === 'ProjectClosed' && step.planItemId === itemId);
    count('PLAN_DONE', isDone ? 1 : 0, 1);
  }
}

function countDuties(
  steps: readonly PlayedStep[],
  deeds: readonly PlayedDeed[],
  { year, asOf, count }: Question & { count: Count },
): void {
  const today = local(asOf).toISOString().slice(0, 10);
  const held = deeds.filter((deed) => deed.kind === 'DISCUSSION').filter(({ heldOn }) => heldOn <= today);
  const takesPart =
    steps.some((step) => yearOf(step.at) <= year) ||
    held.some(({ heldOn }) => Number(heldOn.slice(0, 4)) <= year) ||
    deeds.some((deed) => deed.kind === 'NEED' && yearOf(deed.at) <= year) ||
    deeds.some((deed) => deed.kind === 'PLAN' && deed.year <= year);
  const months = Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`);
  const begun = months.filter((month) => `${month}-01` <= today);
  if (!takesPart || begun.length === 0) return;
  const met = begun.filter((month) => held.some(({ heldOn }) => heldOn.startsWith(month)));
  count('DISCUSSED_MONTHLY', met.length, begun.length);
  count('SPECIAL_AUDIT', deeds.some((deed) => deed.kind === 'AUDIT' && deed.year === year) ? 1 : 0, 1);
}
