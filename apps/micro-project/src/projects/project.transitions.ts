import * as events from '@lianxin/contracts';
import type { PROJECT_STATES } from '@lianxin/contracts';

export type ProjectState = (typeof PROJECT_STATES)[number];

export interface Transition {
  /** States it may start from; empty for what begins a project's life. */
  readonly from: readonly ProjectState[];
  /** State it leads to; null leaves the state as it is. */
  readonly to: ProjectState | null;
  /** What the journal and the other services are told. */
  readonly event: { readonly name: string; readonly type: string };
}

const AT_WORK = ['IN_PROGRESS', 'STOPPED'] as const;
/** What an emergency began is under way, or even done, before it is decided and posted (S0-21). */
const BEGUN = [...AT_WORK, 'COMPLETED'] as const;
/** Where a project stands whose notice residents have upset. */
const REWRITTEN = ['RETURNED', 'PROPOSED'] as const;
const DONE = ['COMPLETED', 'ACCEPTED', 'EVALUATED'] as const;

/** The life of a small public work (S0-11…21): every step there is. What is not here cannot happen. */
export const TRANSITIONS = {
  propose: { from: [], to: 'PROPOSED', event: events.ProjectProposed },
  revise: { from: ['PROPOSED', 'RETURNED'], to: 'PROPOSED', event: events.ProjectRevised },
  submit: { from: ['PROPOSED'], to: 'SUBMITTED', event: events.ProjectSubmitted },
  returnForRevision: { from: ['SUBMITTED'], to: 'RETURNED', event: events.ProjectReturned },
  /** Similar ones show when it is submitted; that the same contractor does them, only later. */
  suspectSplitting: {
    from: ['SUBMITTED', 'CLEARED', ...AT_WORK],
    to: null,
    event: events.SplittingSuspected,
  },
  judgeSplitting: { from: ['SUBMITTED', 'CLEARED', ...AT_WORK], to: null, event: events.SplittingJudged },
  /** Found after it was decided: it is written, decided by the right body and posted anew. */
  returnAsSplit: { from: ['CLEARED', ...AT_WORK], to: 'RETURNED', event: events.SplittingJudged },
  /** An emergency is under way when a meeting finds that it cannot decide on it. */
  passUp: { from: ['SUBMITTED', ...BEGUN], to: null, event: events.ProjectPassedUp },
  decide: { from: ['SUBMITTED'], to: 'DECIDED', event: events.ProjectDecided },
  reject: { from: ['SUBMITTED'], to: 'REJECTED', event: events.ProjectRejected },
  file: { from: ['DECIDED', ...BEGUN], to: null, event: events.ProjectFiled },

  postNotice: { from: ['DECIDED'], to: 'ON_NOTICE', event: events.NoticePosted },
  extendNotice: { from: ['ON_NOTICE', ...BEGUN], to: null, event: events.NoticeExtended },
  raiseObjection: { from: ['ON_NOTICE', ...BEGUN], to: null, event: events.ObjectionRaised },
  dismissObjection: {
    from: ['ON_NOTICE', ...REWRITTEN, ...BEGUN],
    to: null,
    event: events.ObjectionDismissed,
  },
  withdrawObjection: {
    from: ['ON_NOTICE', ...REWRITTEN, ...BEGUN],
    to: null,
    event: events.ObjectionWithdrawn,
  },
  /** What residents were right about is written, decided and posted anew. */
  upholdObjection: { from: ['ON_NOTICE'], to: 'RETURNED', event: events.ObjectionUpheld },
  /** One of several: the others are ruled all the same. */
  upholdObjectionToo: { from: [...REWRITTEN], to: null, event: events.ObjectionUpheld },
  upholdObjectionAfterwards: { from: [...BEGUN], to: 'STOPPED', event: events.ObjectionUpheld },
  endNotice: { from: ['ON_NOTICE'], to: 'CLEARED', event: events.NoticeEnded },

  selectContractor: { from: ['CLEARED', ...AT_WORK], to: null, event: events.ContractorSelected },
  start: { from: ['CLEARED'], to: 'IN_PROGRESS', event: events.ProjectStarted },
  reachMilestone: { from: ['IN_PROGRESS'], to: null, event: events.MilestoneReached },
  recordPayment: { from: [...AT_WORK, ...DONE, 'AUDITED'], to: null, event: events.PaymentRecorded },
  payRetention: { from: ['AUDITED', 'CLOSED'], to: null, event: events.PaymentRecorded },
  delay: { from: ['CLEARED', ...AT_WORK], to: null, event: events.ProjectDelayed },
  stop: { from: ['IN_PROGRESS'], to: 'STOPPED', event: events.ProjectStopped },
  resume: { from: ['STOPPED'], to: 'IN_PROGRESS', event: events.ProjectResumed },
  /** A material change goes the way of a new project, from its submission on. */
  requestChange: { from: ['CLEARED', ...AT_WORK], to: 'SUBMITTED', event: events.ProjectChangeRequested },
  rejectChange: { from: ['SUBMITTED'], to: 'CLEARED', event: events.ProjectChangeRejected },
  complete: { from: ['IN_PROGRESS'], to: 'COMPLETED', event: events.ProjectCompleted },

  passAcceptance: { from: ['COMPLETED'], to: 'ACCEPTED', event: events.AcceptancePassed },
  failAcceptance: { from: ['COMPLETED'], to: 'IN_PROGRESS', event: events.AcceptanceFailed },
  openSurvey: { from: ['ACCEPTED'], to: null, event: events.SurveyOpened },
  closeSurvey: { from: ['ACCEPTED'], to: 'EVALUATED', event: events.SatisfactionSurveyed },
  publishAudit: { from: ['EVALUATED'], to: 'AUDITED', event: events.AuditPublished },
  close: { from: ['AUDITED'], to: 'CLOSED', event: events.ProjectClosed },
  endRetention: { from: ['AUDITED', 'CLOSED'], to: null, event: events.RetentionEnded },
  abandon: {
    from: ['PROPOSED', 'RETURNED', 'DECIDED', 'ON_NOTICE', 'CLEARED', ...AT_WORK],
    to: 'ABANDONED',
    event: events.ProjectAbandoned,
  },

  startInEmergency: { from: ['PROPOSED'], to: 'IN_PROGRESS', event: events.EmergencyBypassUsed },
  confirmEmergency: { from: [...BEGUN], to: null, event: events.EmergencyConfirmed },
  refuseEmergency: { from: [...BEGUN], to: 'STOPPED', event: events.EmergencyRefused },
  postNoticeAfterwards: { from: [...BEGUN], to: null, event: events.NoticePosted },
  regulariseEmergency: { from: [...BEGUN], to: null, event: events.EmergencyRegularised },
} as const satisfies Record<string, Transition>;

export type TransitionName = keyof typeof TRANSITIONS;

/** S0-17: the four stages that the plan of the works speaks of. */
export const PROJECT_STAGES = [
  'COLLECTION',
  'DETERMINATION',
  'IMPLEMENTATION',
  'COMPLETION',
  'ENDED',
] as const;
export type ProjectStage = (typeof PROJECT_STAGES)[number];

const STAGES: Readonly<Record<ProjectState, ProjectStage>> = {
  PROPOSED: 'COLLECTION',
  SUBMITTED: 'DETERMINATION',
  RETURNED: 'DETERMINATION',
  DECIDED: 'DETERMINATION',
  ON_NOTICE: 'DETERMINATION',
  CLEARED: 'IMPLEMENTATION',
  IN_PROGRESS: 'IMPLEMENTATION',
  STOPPED: 'IMPLEMENTATION',
  COMPLETED: 'COMPLETION',
  ACCEPTED: 'COMPLETION',
  EVALUATED: 'COMPLETION',
  AUDITED: 'COMPLETION',
  CLOSED: 'ENDED',
  REJECTED: 'ENDED',
  ABANDONED: 'ENDED',
};

export const stageOf = (state: ProjectState): ProjectStage => STAGES[state];
