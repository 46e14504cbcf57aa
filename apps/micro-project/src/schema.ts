import { journalResolvers } from '@lianxin/journal';
import { AcceptanceResolver } from './acceptance/acceptance.resolver.js';
import { ArchiveResolver } from './archive/archive.resolver.js';
import { AuditsResolver } from './audits/audits.resolver.js';
import { BodiesResolver } from './bodies/bodies.resolver.js';
import { CandidatePoolResolver } from './candidates/candidate-pool.resolver.js';
import { CommitmentsResolver, OpenCommitmentResolver } from './commitments/commitments.resolver.js';
import { DisclosuresResolver } from './disclosures/disclosures.resolver.js';
import {
  DiscussedNeedsResolver,
  DiscussionsResolver,
  DiscussionStatusResolver,
} from './discussions/discussions.resolver.js';
import { DocumentsResolver, ProjectDocumentsResolver } from './document-files/documents.resolver.js';
import { EnvelopeCommandsResolver } from './envelope-commands/envelope-commands.resolver.js';
import {
  AreaEnvelopeResolver,
  EnvelopesResolver,
  HeldByProjectResolver,
} from './envelope-views/envelopes.resolver.js';
import { YuanScalar } from './money/yuan.scalar.js';
import { NeedChannelsResolver } from './need-channels/need-channels.resolver.js';
import { NeedCommandsResolver } from './need-commands/need-commands.resolver.js';
import { NeedSlipsResolver } from './need-commands/need-slips.resolver.js';
import { NeedDuplicatesResolver } from './need-duplicates/need-duplicates.resolver.js';
import { GridEventNeedsResolver, NeedsResolver, ProjectNeedsResolver } from './need-views/needs.resolver.js';
import { NoticesResolver } from './notices/notices.resolver.js';
import { AreaNoticesResolver, PublicNoticesResolver } from './notices/public-notices.resolver.js';
import {
  NoticeObjectionsResolver,
  ObjectionViewsResolver,
  ProjectObjectionsResolver,
} from './objections/objection-views.resolver.js';
import { ObjectionWordsResolver } from './objections/objection-words.resolver.js';
import { ObjectionsResolver } from './objections/objections.resolver.js';
import { ChecksResolver } from './oversight/checks/checks.resolver.js';
import { ProgrammeResolver } from './oversight/programme/programme.resolver.js';
import { RegisterResolver } from './oversight/register/register.resolver.js';
import { ProjectRemarksResolver, RemarkViewsResolver } from './oversight/remarks/remark-views.resolver.js';
import { RemarkWordsResolver } from './oversight/remarks/remark-words.resolver.js';
import { RemarksResolver } from './oversight/remarks/remarks.resolver.js';
import { SpecialAuditsResolver } from './oversight/special-audits/special-audits.resolver.js';
import {
  AreaProjectStatisticsResolver,
  ProjectStatisticsResolver,
} from './oversight/statistics/statistics.resolver.js';
import { PlanItemsResolver, PlansResolver } from './plans/plans.resolver.js';
import { ProposingResolver } from './project-commands/proposing.resolver.js';
import {
  AreaProjectsResolver,
  GridProjectsResolver,
  ProjectsResolver,
} from './project-views/projects.resolver.js';
import { ProjectWordsResolver } from './project-words/project-words.resolver.js';
import {
  AreaReferenceResolver,
  GridEventReferenceResolver,
  GridReferenceResolver,
} from './references/references.resolver.js';
import { SplittingResolver } from './splitting/splitting.resolver.js';
import { ProjectSurveyResolver } from './surveys/project-survey.resolver.js';
import { SurveysResolver } from './surveys/surveys.resolver.js';
import { ContractorsResolver } from './works/contractors/contractors.resolver.js';
import { EmergenciesResolver } from './works/emergencies/emergencies.resolver.js';
import { PaymentsResolver } from './works/payments/payments.resolver.js';
import { ProgressResolver } from './works/progress/progress.resolver.js';

/** Every resolver of the service, for printing its schema without starting it. */
export const resolvers = [
  AcceptanceResolver,
  ArchiveResolver,
  AreaEnvelopeResolver,
  AreaNoticesResolver,
  AreaProjectsResolver,
  AreaProjectStatisticsResolver,
  AreaReferenceResolver,
  AuditsResolver,
  BodiesResolver,
  CandidatePoolResolver,
  ChecksResolver,
  CommitmentsResolver,
  ContractorsResolver,
  DisclosuresResolver,
  DiscussedNeedsResolver,
  DiscussionsResolver,
  DiscussionStatusResolver,
  DocumentsResolver,
  EmergenciesResolver,
  EnvelopeCommandsResolver,
  EnvelopesResolver,
  GridEventNeedsResolver,
  GridEventReferenceResolver,
  GridProjectsResolver,
  GridReferenceResolver,
  HeldByProjectResolver,
  NeedChannelsResolver,
  NeedCommandsResolver,
  NeedDuplicatesResolver,
  NeedSlipsResolver,
  NeedsResolver,
  NoticeObjectionsResolver,
  NoticesResolver,
  ObjectionsResolver,
  ObjectionViewsResolver,
  ObjectionWordsResolver,
  OpenCommitmentResolver,
  PaymentsResolver,
  PlanItemsResolver,
  PlansResolver,
  ProgrammeResolver,
  ProgressResolver,
  ProjectDocumentsResolver,
  ProjectNeedsResolver,
  ProjectObjectionsResolver,
  ProjectRemarksResolver,
  ProjectsResolver,
  ProjectStatisticsResolver,
  ProjectSurveyResolver,
  ProjectWordsResolver,
  ProposingResolver,
  PublicNoticesResolver,
  RegisterResolver,
  RemarksResolver,
  RemarkViewsResolver,
  RemarkWordsResolver,
  SpecialAuditsResolver,
  SplittingResolver,
  SurveysResolver,
  ...journalResolvers('micro-project'),
];

/** Scalars of its own. */
export const scalars = [YuanScalar];
