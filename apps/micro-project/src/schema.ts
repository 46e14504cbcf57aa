import { journalResolvers } from '@lianxin/journal';
import { AcceptanceResolver } from './acceptance/acceptance.resolver.js';
import { BodiesResolver } from './bodies/bodies.resolver.js';
import { CommitmentsResolver, OpenCommitmentResolver } from './commitments/commitments.resolver.js';
import { DocumentsResolver, ProjectDocumentsResolver } from './document-files/documents.resolver.js';
import { EnvelopeCommandsResolver } from './envelope-commands/envelope-commands.resolver.js';
import {
  AreaEnvelopeResolver,
  EnvelopesResolver,
  HeldByProjectResolver,
} from './envelope-views/envelopes.resolver.js';
import { YuanScalar } from './money/yuan.scalar.js';
import { NoticesResolver } from './notices/notices.resolver.js';
import { AreaNoticesResolver, PublicNoticesResolver } from './notices/public-notices.resolver.js';
import { ProgrammeResolver } from './oversight/programme/programme.resolver.js';
import {
  AreaProjectStatisticsResolver,
  ProjectStatisticsResolver,
} from './oversight/statistics/statistics.resolver.js';
import { ProposingResolver } from './project-commands/proposing.resolver.js';
import {
  AreaProjectsResolver,
  GridProjectsResolver,
  ProjectsResolver,
} from './project-views/projects.resolver.js';
import { AreaReferenceResolver, GridReferenceResolver } from './references/references.resolver.js';
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
  AreaEnvelopeResolver,
  AreaNoticesResolver,
  AreaProjectsResolver,
  AreaProjectStatisticsResolver,
  AreaReferenceResolver,
  BodiesResolver,
  CommitmentsResolver,
  ContractorsResolver,
  DocumentsResolver,
  EmergenciesResolver,
  EnvelopeCommandsResolver,
  EnvelopesResolver,
  GridProjectsResolver,
  GridReferenceResolver,
  HeldByProjectResolver,
  NoticesResolver,
  OpenCommitmentResolver,
  PaymentsResolver,
  ProgrammeResolver,
  ProgressResolver,
  ProjectDocumentsResolver,
  ProjectsResolver,
  ProjectStatisticsResolver,
  ProjectSurveyResolver,
  ProposingResolver,
  PublicNoticesResolver,
  SplittingResolver,
  SurveysResolver,
  ...journalResolvers('micro-project'),
];

/** Scalars of its own. */
export const scalars = [YuanScalar];
