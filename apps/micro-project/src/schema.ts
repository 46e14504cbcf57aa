import { journalResolvers } from '@lianxin/journal';
import { BodiesResolver } from './bodies/bodies.resolver.js';
import { YuanScalar } from './money/yuan.scalar.js';
import { NoticesResolver } from './notices/notices.resolver.js';
import { AreaNoticesResolver, PublicNoticesResolver } from './notices/public-notices.resolver.js';
import {
  NoticeObjectionsResolver,
  ObjectionViewsResolver,
  ProjectObjectionsResolver,
} from './objections/objection-views.resolver.js';
import { ObjectionsResolver } from './objections/objections.resolver.js';
import { ProposingResolver } from './project-commands/proposing.resolver.js';
import {
  AreaProjectsResolver,
  GridProjectsResolver,
  ProjectsResolver,
} from './project-views/projects.resolver.js';
import { AreaReferenceResolver, GridReferenceResolver } from './references/references.resolver.js';

/** Every resolver of the service, for printing its schema without starting it. */
export const resolvers = [
  AreaNoticesResolver,
  AreaProjectsResolver,
  AreaReferenceResolver,
  BodiesResolver,
  GridProjectsResolver,
  GridReferenceResolver,
  NoticeObjectionsResolver,
  NoticesResolver,
  ObjectionViewsResolver,
  ObjectionsResolver,
  ProjectObjectionsResolver,
  ProjectsResolver,
  ProposingResolver,
  PublicNoticesResolver,
  ...journalResolvers('micro-project'),
];

export const scalars = [YuanScalar];
