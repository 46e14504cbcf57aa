import { AccessModule } from '@lianxin/access';
import { JournalModule } from '@lianxin/journal';
import { ServiceKitModule, SubgraphModule } from '@lianxin/service-kit';
import type { SubgraphConfig } from '@lianxin/service-kit';
import { Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { GridRegistryRules } from './access-rules.js';
import { AreasModule } from './areas/areas.module.js';
import { database } from './data-source.js';

export interface AppOptions {
  /** Tests step the relay themselves. */
  readonly isStepped?: boolean;
}

/** The whole service under one configuration. */
export function createAppModule(config: SubgraphConfig, options: AppOptions = {}): Type {
  @Module({
    imports: [
      ServiceKitModule.forRoot(config, database),
      AccessModule.forRoot(config, GridRegistryRules),
      JournalModule.forRoot({ service: 'grid-registry', databaseUrl: config.DATABASE_URL, transport: config, ...options }),
      SubgraphModule.forRoot(),
      AreasModule,
    ],
  })
  class AppModule {}
  return AppModule;
}
