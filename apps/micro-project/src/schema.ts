import { journalResolvers } from '@lianxin/journal';
import { BodiesResolver } from './bodies/bodies.resolver.js';
import { DisclosuresResolver } from './disclosures/disclosures.resolver.js';
import { YuanScalar } from './money/yuan.scalar.js';
import { NoticesResolver } from './notices/notices.resolver.js';
import { AreaNoticesResolver, PublicNoticesResolver } from './notices/public-notices.resolver.js';
import {
  NoticeObjectionsResolver,
  ObjectionViewsResolver,
  ProjectObjectionsResolver,
} from './objections/objection-views.resolver.js';
import { ObjectionWordsResolver } from './objections/objection-words.resolver.js';
import { ObjectionsResolver } from './objections/objections.resolver.js';
import { NeedChannelsResolver } from './need-channels/need-channels.resolver.js';
import { NeedCommandsResolver } from './need-commands/need-commands.resolver.js';
import { NeedSlipsResolver } from './need-commands/need-slips.resolver.js';
import { NeedDuplicatesResolver } from './need-duplicates/need-duplicates.resolver.js';
import { GridEventNeedsResolver, NeedsResolver, ProjectNeedsResolver } from './need-views/needs.resolver.js';
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
  AreaNoticesResolver,
  AreaProjectsResolver,
  AreaReferenceResolver,
  BodiesResolver,
  DisclosuresResolver,
  GridEventNeedsResolver,
  GridEventReferenceResolver,
  GridProjectsResolver,
  GridReferenceResolver,
  NeedChannelsResolver,
  NeedCommandsResolver,
  NeedDuplicatesResolver,
  NeedSlipsResolver,
  NeedsResolver,
  NoticeObjectionsResolver,
  NoticesResolver,
  ObjectionViewsResolver,
  ObjectionWordsResolver,
  ObjectionsResolver,
  ProjectNeedsResolver,
  ProjectObjectionsResolver,
  ProjectsResolver,
  ProposingResolver,
  PublicNoticesResolver,
  ...journalResolvers('micro-project'),
];

export const scalars = [YuanScalar];
