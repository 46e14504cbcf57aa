import type { DECIDING_BODIES, DECISION_BANDS, PROJECT_STATES } from '@lianxin/contracts';

export type Band = (typeof DECISION_BANDS)[number];
export type DecidingBody = (typeof DECIDING_BODIES)[number];
export type ProjectState = (typeof PROJECT_STATES)[number];

/** What a step says of a project beyond where it stands. */
export type Deed =
  | { readonly kind: PlainDeed }
  | { readonly kind: 'DECIDED'; readonly body: DecidingBody }
  | { readonly kind: 'BYPASS_USED'; readonly confirmBy: Date }
  | { readonly kind: 'CONFIRMED'; readonly body: DecidingBody; readonly isInTime: boolean }
  | { readonly kind: 'ACCEPTED'; readonly isProposerPresent: boolean }
  | { readonly kind: 'SURVEYED'; readonly survey: Survey };

/** Deeds of which it is enough to know that they were done. */
export type PlainDeed =
  | 'FILED'
  | 'NOTICE_ENDED'
  | 'STARTED'
  | 'REFUSED'
  | 'REGULARISED'
  | 'COMPLETED'
  | 'ACCEPTANCE_FAILED'
  | 'AUDITED'
  | 'CLOSED';

/** What residents answered (S0-20). */
export interface Survey {
  readonly answerCount: number;
  readonly satisfiedCount: number;
  /** Below this number of answers nothing is concluded. */
  readonly minimumSample: number;
}

/** What one event of a project's life tells the indicators. */
export interface Step {
  /** When it happened. */
  readonly at: Date;
  readonly toState: ProjectState;
  /** Whose decision the amount is; null before it is submitted. */
  readonly band: Band | null;
  readonly budgetFen: number;
  readonly committedFen: number;
  /** The item of the yearly plan that it carries out. */
  readonly planItemId: string | null;
  readonly deed: Deed | null;
}

/** A step with the project and the place it belongs to. */
export interface StepOfProject extends Step {
  readonly projectId: string;
  /** 1, 2, 3 … within the project. */
  readonly sequence: number;
  /** The village's code when the step was published. */
  readonly villageCode: string;
}
