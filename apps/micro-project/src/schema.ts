import { journalResolvers } from '@lianxin/journal';
import { BodiesResolver } from './bodies/bodies.resolver.js';
import { YuanScalar } from './money/yuan.scalar.js';
import { AuditsResolver } from './oversight/audits/audits.resolver.js';
import { ChecksResolver } from './oversight/checks/checks.resolver.js';
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

/** Every resolver of the service, for printing its schema without starting it. */
export const resolvers = [
  AreaProjectsResolver,
  AreaProjectStatisticsResolver,
  AreaReferenceResolver,
  AuditsResolver,
  BodiesResolver,
  ChecksResolver,
  GridProjectsResolver,
  GridReferenceResolver,
  ProgrammeResolver,
  ProjectStatisticsResolver,
  ProjectsResolver,
  ProposingResolver,
  ...journalResolvers('micro-project'),
];

export const scalars = [YuanScalar];
