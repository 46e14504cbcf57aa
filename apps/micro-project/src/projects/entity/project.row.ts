import type { COLLECTIVE_MATTERS, LEAD_BODIES, PROJECT_KINDS, SKIPPABLE_STEPS } from '@lianxin/contracts';
import { Column, PrimaryColumn } from 'typeorm';
import type { DecisionBand } from '../../decisions/decision-band.js';
import type { DecidingBody } from '../../decisions/meeting.js';
import type { QuotaClass } from '../../envelopes/envelope.entity.js';
import type { HoldingState } from '../../envelopes/holding.js';
import type { ProjectState } from '../project.transitions.js';

export type ProjectKind = (typeof PROJECT_KINDS)[number];
export type LeadBody = (typeof LEAD_BODIES)[number];
export type CollectiveMatter = (typeof COLLECTIVE_MATTERS)[number];
export type SkippableStep = (typeof SKIPPABLE_STEPS)[number];
export const SPLITTING_FINDINGS = ['NONE', 'SUSPECTED', 'NOT_SPLIT', 'SPLIT'] as const;
export type SplittingFinding = (typeof SPLITTING_FINDINGS)[number];

/** What is stored of a project. Its terms, each version of them, are rows of their own. */
export abstract class ProjectRow {
  @PrimaryColumn('uuid')
  id: string;

  /** The village that asks for it, for good. */
  @Column('integer')
  villageId: number;

  /** Its code of today. */
  @Column('text')
  villageCode: string;

  /** The grid where it is, by its number in the village; null for what lies in several. */
  @Column('text', { nullable: true })
  gridNumber: string | null;

  @Column('text')
  kind: ProjectKind;

  @Column('text')
  leadBody: LeadBody;

  @Column('text')
  quotaClass: QuotaClass;

  @Column('text')
  state: ProjectState;

  /** The last step: none is recorded as earlier than that. */
  @Column('timestamptz')
  lastStepAt: Date;

  /** Terms in force: what is proposed, then what was decided. */
  @Column('integer')
  termsVersion: number;

  @Column('text')
  title: string;

  @Column('bigint')
  budgetFen: number;

  /** The day until which it is to be done. */
  @Column('date')
  dueOn: string;

  /** The day that was decided on: being put off is no being on time. */
  @Column('date')
  agreedDueOn: string;

  /** Terms that a change asks for, while they are being decided. */
  @Column('integer', { nullable: true })
  pendingTermsVersion: number | null;

  @Column('bigint', { nullable: true })
  pendingBudgetFen: number | null;

  /** The needs that it answers, and the item of the yearly plan that it carries out. */
  @Column('uuid', { array: true })
  needIds: string[];

  @Column('uuid', { nullable: true })
  planItemId: string | null;

  /** Whoever asked for it, as far as they have an account: recused, and invited to the acceptance. */
  @Column('uuid', { array: true })
  proposerIds: string[];

  @Column('uuid')
  proposedBy: string;

  @Column('timestamptz')
  proposedAt: Date;

  /** S0-03 */
  @Column('boolean')
  isInProcurementCatalogue: boolean;

  /** S0-03: whether other public money pays for it, as whoever proposed it declared then. */
  @Column('boolean')
  isInvestedElsewhere: boolean;

  /** What of it is the villagers' own matter, as declared then. */
  @Column('text', { array: true })
  collectiveMatters: CollectiveMatter[];

  /** Whether what is the villagers' own matter needs a meeting's resolution. */
  @Column('boolean')
  isResolutionRequired: boolean;

  @Column('uuid', { nullable: true })
  resolutionId: string | null;

  @Column('text', { nullable: true })
  band: DecisionBand | null;

  /** Who decides: the band's body, or one above where that had no quorum. */
  @Column('text', { nullable: true })
  decidingBody: DecidingBody | null;

  @Column('text')
  splitting: SplittingFinding;

  @Column('timestamptz', { nullable: true })
  submittedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  reviewDueAt: Date | null;

  @Column('timestamptz', { nullable: true })
  decidedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  filedAt: Date | null;

  @Column('text')
  policyVersion: string;

  /** The money: of which envelope, how much, in which standing. */
  @Column('uuid', { nullable: true })
  envelopeId: string | null;

  @Column('integer', { nullable: true })
  envelopeYear: number | null;

  @Column('text', { nullable: true })
  holdingState: HoldingState | null;

  @Column('bigint')
  heldFen: number;

  @Column('bigint')
  retainedFen: number;

  @Column('bigint')
  committedFen: number;

  @Column('bigint')
  paidFen: number;

  @Column('bigint', { nullable: true })
  finalFen: number | null;

  @Column('uuid', { nullable: true })
  noticeId: string | null;

  @Column('timestamptz', { nullable: true })
  noticePostedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  noticeEndsAt: Date | null;

  /** Since when anybody may see it. */
  @Column('timestamptz', { nullable: true })
  publishedAt: Date | null;

  @Column('integer')
  openObjectionCount: number;

  @Column('uuid', { nullable: true })
  contractorId: string | null;

  @Column('timestamptz', { nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  completedAt: Date | null;

  @Column('boolean', { nullable: true })
  isProposerPresent: boolean | null;

  @Column('timestamptz', { nullable: true })
  acceptedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  surveyOpenedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  evaluatedAt: Date | null;

  @Column('integer', { nullable: true })
  answerCount: number | null;

  @Column('integer', { nullable: true })
  satisfiedCount: number | null;

  /** Whether so many answered that what they said may be told. */
  @Column('boolean')
  isSurveyTold: boolean;

  @Column('timestamptz', { nullable: true })
  auditedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  /** S0-21 */
  @Column('boolean')
  isEmergency: boolean;

  @Column('text', { array: true })
  skippedSteps: SkippableStep[];

  @Column('timestamptz', { nullable: true })
  confirmBy: Date | null;

  @Column('timestamptz', { nullable: true })
  confirmedAt: Date | null;

  /** The day of the meeting that did, which may have been keyed in later. */
  @Column('date', { nullable: true })
  confirmedOn: string | null;

  /** Since when it has to be confirmed anew, after an objection to it was upheld. */
  @Column('timestamptz', { nullable: true })
  reopenedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  regularisedAt: Date | null;
}
