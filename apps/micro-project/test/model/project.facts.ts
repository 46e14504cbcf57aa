import type { Project } from '../../src/projects/entity/project.entity.js';
import type { TransitionName } from '../../src/projects/project.transitions.js';

type Wanted = Readonly<Record<string, boolean>>;

/**
 * What happened to one project, kept by a test that knows nothing of its table of transitions: only what the rules ask of the
 * order of things.
 */
export class ProjectFacts {
  terms = 1;
  decidedTerms = 0;
  postedTerms = 0;
  noticeEndsAt: Date | null = null;
  readonly happened = new Set<TransitionName>();
  isCleared = false;
  isSuspected = false;
  private readonly open = new Set<number>();
  private objections = 0;
  private lastAt = new Date(0);

  get isUnruled(): boolean {
    return this.open.size > 0;
  }

  /** Faults of the order in which this step came, seen from what happened before. */
  note(step: TransitionName, project: Project, at: Date): string[] {
    const wanted: Wanted = { ...this.ofEveryStep(at), ...WANTED[step]?.(this, at) };
    const faults = Object.entries(wanted).flatMap(([what, holds]) =>
      holds ? [] : [`${step} without ${what}`],
    );
    this.apply(step, project, at);
    if (project.openObjectionCount !== this.open.size)
      faults.push(`${project.openObjectionCount} objections are open, ${this.open.size} were not ruled`);
    return faults;
  }

  private ofEveryStep(at: Date): Wanted {
    const isOver = this.happened.has('reject') || this.happened.has('abandon');
    return { 'an end that is none': !isOver, 'time going on': at >= this.lastAt };
  }

  private apply(step: TransitionName, project: Project, at: Date): void {
    this.lastAt = at;
    this.happened.add(step);
    EFFECTS[step]?.(this, project);
    this.noticeEndsAt = project.noticeEndsAt ?? (step === 'upholdObjection' ? null : this.noticeEndsAt);
  }

  raise(): void {
    this.open.add((this.objections += 1));
  }

  rule(): void {
    this.open.delete([...this.open][0] ?? 0);
  }
}

const judged = ({ isSuspected }: ProjectFacts): Wanted => ({ 'a suspicion judged': !isSuspected });
const ruled = ({ isUnruled }: ProjectFacts): Wanted => ({ 'every objection ruled': !isUnruled });

/** S0-11…21, as a reader of the rules would put them. */
const WANTED: Partial<Record<TransitionName, (facts: ProjectFacts, at: Date) => Wanted>> = {
  submit: ruled,
  decide: judged,
  resume: judged,
  requestChange: judged,
  complete: judged,
  abandon: ruled,
  postNotice: ({ terms, decidedTerms }) => ({ 'a decision on these very terms': decidedTerms === terms }),
  endNotice: (facts, at) => ({
    'the days of the notice over': facts.noticeEndsAt !== null && at > facts.noticeEndsAt,
    ...ruled(facts),
  }),
  start: (facts) => ({
    'a notice of these very terms': facts.postedTerms === facts.decidedTerms,
    'the notice ended': facts.isCleared,
    'a contractor': facts.happened.has('selectContractor'),
    ...judged(facts),
    ...ruled(facts),
  }),
  recordPayment: ({ decidedTerms }) => ({ 'a decision': decidedTerms > 0 }),
  passAcceptance: (facts) => ({
    'the work done': facts.happened.has('complete'),
    'what an emergency skipped made good':
      !facts.happened.has('startInEmergency') || facts.happened.has('regulariseEmergency'),
    ...ruled(facts),
  }),
  openSurvey: ({ happened }) => ({ 'an acceptance': happened.has('passAcceptance') }),
  closeSurvey: ({ happened }) => ({ 'a survey after an acceptance': happened.has('openSurvey') }),
  publishAudit: ({ happened }) => ({ 'an evaluation': happened.has('closeSurvey') }),
  close: (facts) => ({ 'an audit': facts.happened.has('publishAudit'), ...ruled(facts) }),
};

const decided = (facts: ProjectFacts, { termsVersion }: Project): void => {
  facts.terms = termsVersion;
  facts.decidedTerms = termsVersion;
};
const posted = (facts: ProjectFacts): void => {
  facts.postedTerms = facts.decidedTerms;
  facts.isCleared = false;
};
const judgedNow = (facts: ProjectFacts): void => {
  facts.isSuspected = false;
};
const ruledOne = (facts: ProjectFacts): void => facts.rule();

const EFFECTS: Partial<Record<TransitionName, (facts: ProjectFacts, project: Project) => void>> = {
  revise: (facts, { termsVersion }) => {
    facts.terms = termsVersion;
    facts.isSuspected = false;
  },
  suspectSplitting: (facts) => (facts.isSuspected = true),
  judgeSplitting: judgedNow,
  returnAsSplit: judgedNow,
  decide: decided,
  confirmEmergency: decided,
  postNotice: posted,
  postNoticeAfterwards: posted,
  raiseObjection: (facts) => facts.raise(),
  dismissObjection: ruledOne,
  withdrawObjection: ruledOne,
  upholdObjection: ruledOne,
  endNotice: (facts) => (facts.isCleared = true),
  requestChange: (facts) => (facts.isCleared = false),
  rejectChange: (facts) => (facts.isCleared = true),
  failAcceptance: (facts) => facts.happened.delete('complete'),
};

const ASKING: readonly TransitionName[] = ['submit', 'startInEmergency'];
const DECIDING: readonly TransitionName[] = ['decide', 'confirmEmergency'];

/**
 * Room for all that is asked for, and the year of the decision: what was paid stays where it was spent.
 * @param decidedIn the year of the last decision, changes of what it decided left aside
 */
export function placeFaults(step: TransitionName, project: Project, decidedIn: number | null): string[] {
  const { heldFen, budgetFen, envelopeYear, paidFen } = project;
  if (ASKING.includes(step) && heldFen < budgetFen) return [`${step} holds ${heldFen} of ${budgetFen}`];
  const isElsewhere = DECIDING.includes(step) && paidFen === 0 && envelopeYear !== decidedIn;
  return isElsewhere ? [`${step} of ${decidedIn} spends ${envelopeYear}`] : [];
}
