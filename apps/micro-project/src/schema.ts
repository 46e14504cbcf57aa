import { journalResolvers } from '@lianxin/journal';
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

/** Every resolver of the service, for printing its schema without starting it. */
export const resolvers = [
  AreaProjectsResolver,
  AreaReferenceResolver,
  BodiesResolver,
  DocumentsResolver,
  GridProjectsResolver,
  GridReferenceResolver,
  ProjectDocumentsResolver,
  ProjectsResolver,
  ProposingResolver,
  ...journalResolvers('micro-project'),
];

export const scalars = [YuanScalar];
