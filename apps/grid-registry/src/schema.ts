import { journalResolvers } from '@lianxin/journal';
import { AreasResolver } from './areas/areas.resolver.js';
import { AreaChangesResolver } from './areas/changes/area-changes.resolver.js';
import { DepartmentsResolver } from './departments/departments.resolver.js';
import { DisclosuresResolver } from './disclosures/disclosures.resolver.js';
import { GrantsResolver } from './grants/grants.resolver.js';
import { GridEventCommandsResolver } from './grid-event-commands/grid-event-commands.resolver.js';
import { DuplicatesResolver } from './grid-event-duplicates/duplicates.resolver.js';
import { MergedEventsResolver } from './grid-event-merging/merged-events.resolver.js';
import { GridEventMergingResolver } from './grid-event-merging/merging.resolver.js';
import { GridEventReportsResolver } from './grid-event-reports/grid-event-reports.resolver.js';
import { ReportStatusResolver } from './grid-event-reports/report-status.resolver.js';
import { GridEventFeedResolver } from './grid-event-views/grid-event-feed.resolver.js';
import { AreaGridEventStatisticsResolver } from './grid-event-views/grid-event-statistics.resolver.js';
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
  DepartmentsResolver,
  DisclosuresResolver,
  DuplicatesResolver,
  GrantsResolver,
  GridEventCommandsResolver,
  GridEventFeedResolver,
  GridEventMergingResolver,
  GridEventReportsResolver,
  GridEventsResolver,
  GridsResolver,
  MergedEventsResolver,
  NotificationsResolver,
  PoliciesResolver,
  ReportStatusResolver,
  ...journalResolvers('grid-registry'),
];
