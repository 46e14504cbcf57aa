import { AccessModule } from '@lianxin/access';
import { FilesModule } from '@lianxin/files';
import { JournalModule } from '@lianxin/journal';
import { PersonalDataModule } from '@lianxin/personal-data';
import { ReplicasConsumer, ReplicasModule } from '@lianxin/replicas';
import { ServiceKitModule, SubgraphModule } from '@lianxin/service-kit';
import { Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { AcceptanceModule } from './acceptance/acceptance.module.js';
import { MicroProjectRules } from './access-rules.js';
import { ArchiveModule } from './archive/archive.module.js';
import { AuditsModule } from './audits/audits.module.js';
import { BodiesModule } from './bodies/bodies.module.js';
import { CommitmentsModule } from './commitments/commitments.module.js';
import type { MicroProjectConfig } from './config.js';
import { database } from './data-source.js';
import { DisclosuresModule } from './disclosures/disclosures.module.js';
import { DiscussionsModule } from './discussions/discussions.module.js';
import { DocumentFilesModule } from './document-files/document-files.module.js';
import { EnvelopeCommandsModule } from './envelope-commands/envelope-commands.module.js';
import { EnvelopeViewsModule } from './envelope-views/envelope-views.module.js';
import { KnownGridEventsConsumer } from './known-grid-events/known-grid-events.consumer.js';
import { KnownGridEventsModule } from './known-grid-events/known-grid-events.module.js';
import { MoneyModule } from './money/money.module.js';
import { NeedCommandsModule } from './need-commands/need-commands.module.js';
import { NeedViewsModule } from './need-views/need-views.module.js';
import { NoticesModule } from './notices/notices.module.js';
import { ObjectionsModule } from './objections/objections.module.js';
import { OversightModule } from './oversight/oversight.module.js';
import { PlansModule } from './plans/plans.module.js';
import { ProjectCommandsModule } from './project-commands/project-commands.module.js';
import { ProjectViewsModule } from './project-views/project-views.module.js';
import { ProjectWordsModule } from './project-words/project-words.module.js';
import { ReferencesModule } from './references/references.module.js';
import { SplittingModule } from './splitting/splitting.module.js';
import { SurveysModule } from './surveys/surveys.module.js';
import { WordsModule } from './words/words.module.js';
import { WorksModule } from './works/works.module.js';

export interface AppOptions {
  /** Tests step the relay and the consumers themselves. */
  readonly isStepped?: boolean;
}

const SERVICE = 'micro-project';

/** Tables whose rows carry an area's id and its code of today, and follow a re-coding. */
const CARRIERS = [
  { table: 'envelope', idColumn: 'village_id', codeColumn: 'village_code' },
  { table: 'project', idColumn: 'village_id', codeColumn: 'village_code' },
  { table: 'project_tally', idColumn: 'village_id', codeColumn: 'village_code' },
  { table: 'project_check', idColumn: 'village_id', codeColumn: 'village_code' },
  { table: 'remark', idColumn: 'village_id', codeColumn: 'village_code' },
  { table: 'special_audit', idColumn: 'area_id', codeColumn: 'area_code' },
  { table: 'need', idColumn: 'village_id', codeColumn: 'village_code' },
  { table: 'needs_discussion', idColumn: 'village_id', codeColumn: 'village_code' },
  { table: 'plan', idColumn: 'village_id', codeColumn: 'village_code' },
  { table: 'body', idColumn: 'area_id', codeColumn: 'area_code' },
  { table: 'notice', idColumn: 'village_id', codeColumn: 'village_code' },
  { table: 'objection', idColumn: 'village_id', codeColumn: 'village_code' },
  { table: 'document', idColumn: 'area_id', codeColumn: 'area_code' },
  { table: 'project_account', idColumn: 'village_id', codeColumn: 'village_code' },
];

/** What the service is about; each is told nothing but what it asks for. */
const AGGREGATES = [
  AcceptanceModule,
  ArchiveModule,
  AuditsModule,
  BodiesModule,
  DisclosuresModule,
  DiscussionsModule,
  DocumentFilesModule,
  EnvelopeCommandsModule,
  EnvelopeViewsModule,
  KnownGridEventsModule,
  MoneyModule,
  NeedCommandsModule,
  NeedViewsModule,
  NoticesModule,
  ObjectionsModule,
  OversightModule,
  PlansModule,
  ProjectCommandsModule,
  ProjectViewsModule,
  ProjectWordsModule,
  ReferencesModule,
  SplittingModule,
  SurveysModule,
  WordsModule,
  WorksModule,
];

/** The whole service under one configuration. */
export function createAppModule(config: MicroProjectConfig, options: AppOptions = {}): Type {
  const traffic = {
    ...{ service: SERVICE, databaseUrl: config.DATABASE_URL, transport: config, seals: config },
    ...options,
  };
  @Module({
    imports: [
      ServiceKitModule.forRoot(config, database),
      AccessModule.forRoot(config, MicroProjectRules),
      PersonalDataModule.forRoot({
        keysUrl: config.KEYS_DATABASE_URL,
        keyEncryptionKey: config.KEY_ENCRYPTION_KEY,
        erasuresFile: config.ERASURES_FILE,
      }),
      FilesModule.forRoot(config, { service: SERVICE, ...options }),
      JournalModule.forRoot({ ...traffic, consumers: [ReplicasConsumer, KnownGridEventsConsumer] }),
      ReplicasModule.forRoot({ service: SERVICE, subtrees: config.AREA_SUBTREES, carriers: CARRIERS }),
      SubgraphModule.forRoot(),
      ...AGGREGATES,
      CommitmentsModule.forRoot({ databaseUrl: config.DATABASE_URL, ...options }),
    ],
  })
  class AppModule {}
  return AppModule;
}
