import { Entity } from 'typeorm';
import type { ProjectRow } from './project.row.js';
import { ProjectInEmergency } from './project.in-emergency.js';
import type { Terms } from './project.proposed.js';

export type Proposal = Pick<
  ProjectRow,
  | 'id'
  | 'villageId'
  | 'villageCode'
  | 'gridNumber'
  | 'kind'
  | 'leadBody'
  | 'quotaClass'
  | 'needIds'
  | 'planItemId'
  | 'proposerIds'
  | 'proposedBy'
  | 'isInProcurementCatalogue'
  | 'isInvestedElsewhere'
  | 'collectiveMatters'
  | 'isResolutionRequired'
  | 'policyVersion'
> & { readonly terms: Terms };

/** A small public work that residents asked for (微小事项目), from its proposal to its archive. */
@Entity('project')
export class Project extends ProjectInEmergency {
  /** @throws DayNotAheadError */
  static propose({ terms, ...proposal }: Proposal, at: Date): Project {
    const project = Object.assign(new Project(), BLANK, proposal, {
      state: 'PROPOSED' as const,
      ...{ proposedAt: at, lastStepAt: at },
    });
    project.take(terms, at);
    return project;
  }
}

const BLANK = {
  pendingTermsVersion: null,
  pendingBudgetFen: null,
  resolutionId: null,
  band: null,
  decidingBody: null,
  splitting: 'NONE',
  submittedAt: null,
  reviewDueAt: null,
  decidedAt: null,
  filedAt: null,
  envelopeId: null,
  envelopeYear: null,
  holdingState: null,
  heldFen: 0,
  retainedFen: 0,
  committedFen: 0,
  paidFen: 0,
  finalFen: null,
  noticeId: null,
  noticePostedAt: null,
  noticeEndsAt: null,
  publishedAt: null,
  openObjectionCount: 0,
  contractorId: null,
  startedAt: null,
  completedAt: null,
  isProposerPresent: null,
  acceptedAt: null,
  surveyOpenedAt: null,
  evaluatedAt: null,
  answerCount: null,
  satisfiedCount: null,
  isSurveyTold: false,
  auditedAt: null,
  endedAt: null,
  isEmergency: false,
  skippedSteps: [],
  confirmBy: null,
  confirmedAt: null,
  confirmedOn: null,
  reopenedAt: null,
  regularisedAt: null,
} satisfies Partial<ProjectRow>;
