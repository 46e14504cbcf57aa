import { AccessModule } from '@lianxin/access';
import { FilesModule } from '@lianxin/files';
import { JournalModule } from '@lianxin/journal';
import { PersonalDataModule } from '@lianxin/personal-data';
import { ServiceKitModule, SubgraphModule } from '@lianxin/service-kit';
import { Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { GridRegistryRules } from './access-rules.js';
import { AreasModule } from './areas/areas.module.js';
import { AreaChangesModule } from './areas/changes/area-changes.module.js';
import { AttachmentsModule } from './attachments/attachments.module.js';
import type { GridRegistryConfig } from './config.js';
import { database } from './data-source.js';
import { DepartmentTopicsModule } from './department-topics/department-topics.module.js';
import { DepartmentsModule } from './departments/departments.module.js';
import { DisclosuresModule } from './disclosures/disclosures.module.js';
import { EmergenciesModule } from './emergencies/emergencies.module.js';
import { FollowUpSamplesModule } from './follow-up-samples/follow-up-samples.module.js';
import { GrantsModule } from './grants/grants.module.js';
import { GridEventAlertsModule } from './grid-event-alerts/grid-event-alerts.module.js';
import { AlertRingingModule } from './grid-event-alerts/ringing/alert-ringing.module.js';
import { GridEventCommandsModule } from './grid-event-commands/grid-event-commands.module.js';
import { FollowUpsModule } from './grid-event-follow-ups/follow-ups.module.js';
import { GridEventKindsModule } from './grid-event-kinds/grid-event-kinds.module.js';
import { GridEventDuplicatesModule } from './grid-event-duplicates/grid-event-duplicates.module.js';
import { GridEventMergingModule } from './grid-event-merging/grid-event-merging.module.js';
import { GridEventReportsModule } from './grid-event-reports/grid-event-reports.module.js';
import { GridEventRegisterModule } from './grid-event-register/grid-event-register.module.js';
import { GridEventStatisticsModule } from './grid-event-statistics/grid-event-statistics.module.js';
import { GridEventViewsModule } from './grid-event-views/grid-event-views.module.js';
import { GridsModule } from './grids/grids.module.js';
import { JointResponsesModule } from './joint-responses/joint-responses.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { OutsideAnswersModule } from './outside-answers/outside-answers.module.js';
import { OutsideNumbersModule } from './outside-numbers/outside-numbers.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

export interface AppOptions {
  /** Tests step the relay themselves. */
  readonly isStepped?: boolean;
}

/** What the service is about; each is told nothing but what it asks for. */
const AGGREGATES = [
  AreasModule,
  AreaChangesModule,
  GridsModule,
  DepartmentsModule,
  GrantsModule,
  PoliciesModule,
  EmergenciesModule,
  GridEventAlertsModule,
  GridEventCommandsModule,
  GridEventReportsModule,
  GridEventKindsModule,
  FollowUpsModule,
  FollowUpSamplesModule,
  GridEventDuplicatesModule,
  GridEventMergingModule,
  GridEventViewsModule,
  JointResponsesModule,
  OutsideNumbersModule,
  OutsideAnswersModule,
  GridEventStatisticsModule,
  GridEventRegisterModule,
  NotificationsModule,
  DisclosuresModule,
  AttachmentsModule,
];

/** The whole service under one configuration. */
export function createAppModule(config: GridRegistryConfig, options: AppOptions = {}): Type {
  @Module({
    imports: [
      ServiceKitModule.forRoot(config, database),
      AccessModule.forRoot(config, GridRegistryRules),
      PersonalDataModule.forRoot({
        keysUrl: config.KEYS_DATABASE_URL,
        keyEncryptionKey: config.KEY_ENCRYPTION_KEY,
        erasuresFile: config.ERASURES_FILE,
      }),
      FilesModule.forRoot(config, { service: 'grid-registry', ...options }),
      JournalModule.forRoot({
        service: 'grid-registry',
        databaseUrl: config.DATABASE_URL,
        transport: config,
        seals: config,
        ...options,
      }),
      SubgraphModule.forRoot(),
      ...AGGREGATES,
      AlertRingingModule.forRoot({ databaseUrl: config.DATABASE_URL, ...options }),
      WebhooksModule.forRoot(config),
      DepartmentTopicsModule.forRoot(config),
    ],
  })
  class AppModule {}
  return AppModule;
}
