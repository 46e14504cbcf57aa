import { journalResolvers } from '@lianxin/journal';
import { AreasResolver } from './areas/areas.resolver.js';
import { AreaChangesResolver } from './areas/changes/area-changes.resolver.js';
import { AttachmentsResolver, GridEventAttachmentsResolver } from './attachments/attachments.resolver.js';
import { DepartmentTopicResolver } from './department-topics/department-topic.resolver.js';
import { DepartmentsResolver } from './departments/departments.resolver.js';
import { DisclosuresResolver } from './disclosures/disclosures.resolver.js';
import { EmergenciesResolver } from './emergencies/emergencies.resolver.js';
import { FollowUpSamplesResolver } from './follow-up-samples/follow-up-samples.resolver.js';
import { GrantsResolver } from './grants/grants.resolver.js';
import { GridEventAlertsResolver } from './grid-event-alerts/grid-event-alerts.resolver.js';
import { GridEventCommandsResolver } from './grid-event-commands/grid-event-commands.resolver.js';
import { DuplicatesResolver } from './grid-event-duplicates/duplicates.resolver.js';
import { FollowUpsResolver } from './grid-event-follow-ups/follow-ups.resolver.js';
import { GridEventKindsResolver } from './grid-event-kinds/grid-event-kinds.resolver.js';
import { RefusalAppealsResolver } from './grid-event-kinds/refusal-appeals.resolver.js';
import { MergedEventsResolver } from './grid-event-merging/merged-events.resolver.js';
import { GridEventMergingResolver } from './grid-event-merging/merging.resolver.js';
import { GridEventRegisterResolver } from './grid-event-register/grid-event-register.resolver.js';
import { GridEventReportsResolver } from './grid-event-reports/grid-event-reports.resolver.js';
import { ReportStatusResolver } from './grid-event-reports/slips/report-status.resolver.js';
import {
  AreaGridEventStatisticsResolver,
  GridEventStatisticsResolver,
} from './grid-event-statistics/grid-event-statistics.resolver.js';
import { GridEventFeedResolver } from './grid-event-views/grid-event-feed.resolver.js';
import { AreaGridEventsResolver, GridEventsResolver } from './grid-event-views/grid-events.resolver.js';
import { AreaGridsResolver, GridsResolver } from './grids/grids.resolver.js';
import {
  GridEventJointResponseResolver,
  JointResponseAssignmentsResolver,
} from './joint-responses/joint-response-assignments.resolver.js';
import { JointResponsesResolver } from './joint-responses/joint-responses.resolver.js';
import { NotificationsResolver } from './notifications/notifications.resolver.js';
import { OutsideAnswersResolver } from './outside-answers/outside-answers.resolver.js';
import { OutsideNumbersResolver } from './outside-numbers/outside-numbers.resolver.js';
import { PoliciesResolver } from './policies/policies.resolver.js';
import { WebhookDeliveriesResolver } from './webhooks/webhook-deliveries.resolver.js';
import { WebhooksResolver } from './webhooks/webhooks.resolver.js';

/** Every resolver of this service: what its committed schema is printed from. A test fails on one that is missing. */
export const resolvers = [
  AreaChangesResolver,
  AreaGridEventStatisticsResolver,
  AreaGridEventsResolver,
  AreaGridsResolver,
  AreasResolver,
  AttachmentsResolver,
  DepartmentTopicResolver,
  DepartmentsResolver,
  DisclosuresResolver,
  DuplicatesResolver,
  EmergenciesResolver,
  FollowUpSamplesResolver,
  FollowUpsResolver,
  GrantsResolver,
  GridEventAlertsResolver,
  GridEventAttachmentsResolver,
  GridEventCommandsResolver,
  GridEventFeedResolver,
  GridEventJointResponseResolver,
  GridEventKindsResolver,
  GridEventMergingResolver,
  GridEventRegisterResolver,
  GridEventReportsResolver,
  GridEventStatisticsResolver,
  GridEventsResolver,
  GridsResolver,
  JointResponseAssignmentsResolver,
  JointResponsesResolver,
  MergedEventsResolver,
  NotificationsResolver,
  OutsideAnswersResolver,
  OutsideNumbersResolver,
  PoliciesResolver,
  RefusalAppealsResolver,
  ReportStatusResolver,
  WebhookDeliveriesResolver,
  WebhooksResolver,
  ...journalResolvers('grid-registry'),
];
