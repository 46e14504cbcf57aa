import { journalResolvers } from '@lianxin/journal';
import { AreasResolver } from './areas/areas.resolver.js';
import { AreaChangesResolver } from './areas/changes/area-changes.resolver.js';
import { DepartmentTopicResolver } from './department-topics/department-topic.resolver.js';
import { AttachmentsResolver, GridEventAttachmentsResolver } from './attachments/attachments.resolver.js';
import { DepartmentsResolver } from './departments/departments.resolver.js';
import { DisclosuresResolver } from './disclosures/disclosures.resolver.js';
import { GrantsResolver } from './grants/grants.resolver.js';
import { GridEventCommandsResolver } from './grid-event-commands/grid-event-commands.resolver.js';
import { GridEventReportsResolver } from './grid-event-reports/grid-event-reports.resolver.js';
import { ReportStatusResolver } from './grid-event-reports/report-status.resolver.js';
import { GridEventRegisterResolver } from './grid-event-register/grid-event-register.resolver.js';
import { DuplicatesResolver } from './grid-event-duplicates/duplicates.resolver.js';
import { MergedEventsResolver } from './grid-event-merging/merged-events.resolver.js';
import { GridEventMergingResolver } from './grid-event-merging/merging.resolver.js';
import { GridEventFeedResolver } from './grid-event-views/grid-event-feed.resolver.js';
import {
  AreaGridEventStatisticsResolver,
  GridEventStatisticsResolver,
} from './grid-event-statistics/grid-event-statistics.resolver.js';
import { AreaGridEventsResolver, GridEventsResolver } from './grid-event-views/grid-events.resolver.js';
import { AreaGridsResolver, GridsResolver } from './grids/grids.resolver.js';
import {
  GridEventJointResponseResolver,
  JointResponseAssignmentsResolver,
} from './joint-responses/joint-response-assignments.resolver.js';
import { JointResponsesResolver } from './joint-responses/joint-responses.resolver.js';
import { OutsideAnswersResolver } from './outside-answers/outside-answers.resolver.js';
import { OutsideNumbersResolver } from './outside-numbers/outside-numbers.resolver.js';
import { NotificationsResolver } from './notifications/notifications.resolver.js';
import { PoliciesResolver } from './policies/policies.resolver.js';
import { WebhookDeliveriesResolver } from './webhooks/webhook-deliveries.resolver.js';
import { WebhooksResolver } from './webhooks/webhooks.resolver.js';

/** Every resolver of this service: what its committed schema is printed from. */
export const resolvers = [
  GridEventJointResponseResolver,
  JointResponseAssignmentsResolver,
  JointResponsesResolver,
  OutsideAnswersResolver,
  OutsideNumbersResolver,
  AreasResolver,
  AreaChangesResolver,
  AreaGridsResolver,
  AreaGridEventsResolver,
  AreaGridEventStatisticsResolver,
  AttachmentsResolver,
  GridEventAttachmentsResolver,
  GridEventStatisticsResolver,
  DepartmentsResolver,
  DepartmentTopicResolver,
  DisclosuresResolver,
  DuplicatesResolver,
  GrantsResolver,
  GridEventCommandsResolver,
  GridEventFeedResolver,
  GridEventReportsResolver,
  ReportStatusResolver,
  GridEventRegisterResolver,
  GridEventMergingResolver,
  GridEventsResolver,
  GridsResolver,
  MergedEventsResolver,
  NotificationsResolver,
  PoliciesResolver,
  WebhookDeliveriesResolver,
  WebhooksResolver,
  ReportStatusResolver,
  ...journalResolvers('grid-registry'),
];
