import { journalResolvers } from '@lianxin/journal';
import { AcceptanceResolver } from './acceptance/acceptance.resolver.js';
import { ArchiveResolver } from './archive/archive.resolver.js';
import { AuditsResolver } from './audits/audits.resolver.js';
import { BodiesResolver } from './bodies/bodies.resolver.js';
import { DocumentsResolver, ProjectDocumentsResolver } from './document-files/documents.resolver.js';
import { YuanScalar } from './money/yuan.scalar.js';
import { ProposingResolver } from './project-commands/proposing.resolver.js';
import {
  AreaProjectsResolver,
  GridProjectsResolver,
  ProjectsResolver,
} from './project-views/projects.resolver.js';
import { AreaReferenceResolver, GridReferenceResolver } from './references/references.resolver.js';
import { ProjectSurveyResolver } from './surveys/project-survey.resolver.js';
import { SurveysResolver } from './surveys/surveys.resolver.js';

/** Every resolver of the service, for printing its schema without starting it. */
export const resolvers = [
  AcceptanceResolver,
  ArchiveResolver,
  AreaProjectsResolver,
  AreaReferenceResolver,
  AuditsResolver,
  BodiesResolver,
  DocumentsResolver,
  GridProjectsResolver,
  GridReferenceResolver,
  ProjectDocumentsResolver,
  ProjectSurveyResolver,
  ProjectsResolver,
  ProposingResolver,
  SurveysResolver,
  ...journalResolvers('micro-project'),
];

export const scalars = [YuanScalar];
