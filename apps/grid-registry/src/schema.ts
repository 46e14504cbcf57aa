import { journalResolvers } from '@lianxin/journal';
import { AreasResolver } from './areas/areas.resolver.js';
import { AreaChangesResolver } from './areas/changes/area-changes.resolver.js';
import { DepartmentsResolver } from './departments/departments.resolver.js';
import { DisclosuresResolver } from './disclosures/disclosures.resolver.js';
import { GrantsResolver } from './grants/grants.resolver.js';
import { GridEventCommandsResolver } from './grid-event-commands/grid-event-commands.resolver.js';
import { GridEventRegisterResolver } from './grid-event-register/grid-event-register.resolver.js';
import { GridEventFeedResolver } from './grid-event-views/grid-event-feed.resolver.js';
import {
  AreaGridEventStatisticsResolver,
  GridEventStatisticsResolver,
} from './grid-event-statistics/grid-event-statistics.resolver.js';
import { AreaGridEventsResolver, GridEventsResolver } from './grid-event-views/grid-events.resolver.js';
import { AreaGridsResolver, GridsResolver } from './grids/grids.resolver.js';
import { NotificationsResolver } from './notifications/notifications.resolver.js';
import { PoliciesResolver } from './policies/policies.resolver.js';

/** Every resolver of this service: what its committed schema is printed from. */
export const resolvers = [
  AreasResolver,
  AreaChangesResolver,
  AreaGridsResolver,
  AreaGridEventsResolver,
  AreaGridEventStatisticsResolver,
  GridEventStatisticsResolver,
  DepartmentsResolver,
  DisclosuresResolver,
  GrantsResolver,
  GridEventCommandsResolver,
  GridEventFeedResolver,
  GridEventRegisterResolver,
  GridEventsResolver,
  GridsResolver,
  NotificationsResolver,
  PoliciesResolver,
  ...journalResolvers('grid-registry'),
];
