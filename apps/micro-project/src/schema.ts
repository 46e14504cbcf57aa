import { journalResolvers } from '@lianxin/journal';
import { BodiesResolver } from './bodies/bodies.resolver.js';
import { CandidatePoolResolver } from './candidates/candidate-pool.resolver.js';
import { DisclosuresResolver } from './disclosures/disclosures.resolver.js';
import {
  DiscussedNeedsResolver,
  DiscussionsResolver,
  DiscussionStatusResolver,
} from './discussions/discussions.resolver.js';
import { YuanScalar } from './money/yuan.scalar.js';
import { NeedChannelsResolver } from './need-channels/need-channels.resolver.js';
import { NeedCommandsResolver } from './need-commands/need-commands.resolver.js';
import { NeedSlipsResolver } from './need-commands/need-slips.resolver.js';
import { NeedDuplicatesResolver } from './need-duplicates/need-duplicates.resolver.js';
import { GridEventNeedsResolver, NeedsResolver, ProjectNeedsResolver } from './need-views/needs.resolver.js';
import { PlanItemsResolver, PlansResolver } from './plans/plans.resolver.js';
import { ProposingResolver } from './project-commands/proposing.resolver.js';
import {
  AreaProjectsResolver,
  GridProjectsResolver,
  ProjectsResolver,
} from './project-views/projects.resolver.js';
import {
  AreaReferenceResolver,
  GridEventReferenceResolver,
  GridReferenceResolver,
} from './references/references.resolver.js';

/** Every resolver of the service, for printing its schema without starting it. */
export const resolvers = [
  AreaProjectsResolver,
  AreaReferenceResolver,
  BodiesResolver,
  CandidatePoolResolver,
  DisclosuresResolver,
  DiscussedNeedsResolver,
  DiscussionsResolver,
  DiscussionStatusResolver,
  GridEventNeedsResolver,
  GridEventReferenceResolver,
  GridProjectsResolver,
  GridReferenceResolver,
  NeedChannelsResolver,
  NeedCommandsResolver,
  NeedDuplicatesResolver,
  NeedSlipsResolver,
  NeedsResolver,
  PlanItemsResolver,
  PlansResolver,
  ProjectNeedsResolver,
  ProjectsResolver,
  ProposingResolver,
  ...journalResolvers('micro-project'),
];

export const scalars = [YuanScalar];
