import { AccessModule } from '@lianxin/access';
import { JournalModule } from '@lianxin/journal';
import { PersonalDataModule } from '@lianxin/personal-data';
import { ServiceKitModule, SubgraphModule } from '@lianxin/service-kit';
import { Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { GridRegistryRules } from './access-rules.js';
import { AreasModule } from './areas/areas.module.js';
import { AreaChangesModule } from './areas/changes/area-changes.module.js';
import type { GridRegistryConfig } from './config.js';
import { database } from './data-source.js';
import { DepartmentsModule } from './departments/departments.module.js';
import { DisclosuresModule } from './disclosures/disclosures.module.js';
import { GrantsModule } from './grants/grants.module.js';
import { GridEventCommandsModule } from './grid-event-commands/grid-event-commands.module.js';
import { GridEventDuplicatesModule } from './grid-event-duplicates/grid-event-duplicates.module.js';
import { GridEventMergingModule } from './grid-event-merging/grid-event-merging.module.js';
import { GridEventReportsModule } from './grid-event-reports/grid-event-reports.module.js';
import { GridEventViewsModule } from './grid-event-views/grid-event-views.module.js';
import { GridsModule } from './grids/grids.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { PoliciesModule } from './policies/policies.module.js';

export interface AppOptions {
  /** Tests step the relay themselves. */
  readonly isStepped?: boolean;
}

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
      JournalModule.forRoot({
        service: 'grid-registry',
        databaseUrl: config.DATABASE_URL,
        transport: config,
        seals: config,
        ...options,
      }),
      SubgraphModule.forRoot(),
      AreasModule,
      AreaChangesModule,
      GridsModule,
      DepartmentsModule,
      GrantsModule,
      PoliciesModule,
      GridEventCommandsModule,
      GridEventReportsModule,
      GridEventDuplicatesModule,
      GridEventMergingModule,
      GridEventViewsModule,
      NotificationsModule,
      DisclosuresModule,
    ],
  })
  class AppModule {}
  return AppModule;
}
