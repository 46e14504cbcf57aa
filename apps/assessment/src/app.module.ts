import { AccessModule } from '@lianxin/access';
import { JournalModule } from '@lianxin/journal';
import { ReplicasConsumer, ReplicasModule } from '@lianxin/replicas';
import { ServiceKitModule, SubgraphModule } from '@lianxin/service-kit';
import type { SubgraphConfig } from '@lianxin/service-kit';
import { Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { AssessmentRules } from './access-rules.js';
import { database } from './data-source.js';
import { GridEventFactsConsumer } from './grid-event-facts/grid-event-facts.consumer.js';
import { GridEventFactsModule } from './grid-event-facts/grid-event-facts.module.js';
import { IndicatorsModule } from './indicators/indicators.module.js';
import { MicroProjectFactsConsumer } from './micro-project-facts/micro-project-facts.consumer.js';
import { MicroProjectFactsModule } from './micro-project-facts/micro-project-facts.module.js';

export interface AppOptions {
  /** Tests step the relay and the consumers themselves. */
  readonly isStepped?: boolean;
}

const SERVICE = 'assessment';

/** Tables whose rows carry a village's code and follow its re-coding. */
const CARRIERS = [
  'grid_event_fact',
  'indicator_tally',
  'open_deadline',
  'micro_project_standing',
  'micro_project_fact',
  'participation',
  'met_duty',
  'plan_approval',
  'closed_plan_item',
].map((table) => ({
  table,
  idColumn: 'village_id',
  codeColumn: 'village_code',
}));

/** The whole service under one configuration. */
export function createAppModule(config: SubgraphConfig, options: AppOptions = {}): Type {
  const traffic = {
    service: SERVICE,
    databaseUrl: config.DATABASE_URL,
    transport: config,
    seals: config,
    ...options,
  };
  @Module({
    imports: [
      ServiceKitModule.forRoot(config, database),
      AccessModule.forRoot(config, AssessmentRules),
      JournalModule.forRoot({
        ...traffic,
        consumers: [ReplicasConsumer, GridEventFactsConsumer, MicroProjectFactsConsumer],
      }),
      ReplicasModule.forRoot({ service: SERVICE, subtrees: config.AREA_SUBTREES, carriers: CARRIERS }),
      SubgraphModule.forRoot(),
      GridEventFactsModule,
      MicroProjectFactsModule,
      IndicatorsModule,
    ],
  })
  class AppModule {}
  return AppModule;
}
