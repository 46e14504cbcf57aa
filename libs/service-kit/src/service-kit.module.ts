import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { SubgraphConfig } from './config.js';
import { Clock } from './clock.js';
import { Commands } from './database/commands.js';
import { CursorSigner } from './paging/cursor.js';
import { KeyedHash } from './paging/keyed-hash.js';
import { postgresOptions } from './database/data-source.js';
import type { DataSourceSettings } from './database/data-source.js';
import { Database } from './database/database.js';
import { Secrets } from './paging/derive-key.js';
import { HealthController } from './serving/health.controller.js';

/** What every service needs around its aggregates: database, commands, cursors, keyed hashes, clock, health. */
@Global()
@Module({})
export class ServiceKitModule {
  static forRoot(
    config: SubgraphConfig,
    database: Omit<DataSourceSettings, 'url' | 'poolSize'>,
  ): DynamicModule {
    const options = postgresOptions({
      ...database,
      url: config.DATABASE_URL,
      poolSize: config.DATABASE_POOL_SIZE,
    });
    return {
      module: ServiceKitModule,
      // A database that is just recovering is waited for: that is quicker than another start of the process.
      imports: [TypeOrmModule.forRoot({ ...options, retryAttempts: 20, retryDelay: 500 })],
      controllers: [HealthController],
      providers: [
        Clock,
        Database,
        { provide: Secrets, useValue: new Secrets(config.CURSOR_SECRET) },
        { provide: CursorSigner, useValue: new CursorSigner(config.CURSOR_SECRET) },
        { provide: KeyedHash, useValue: new KeyedHash(config.CURSOR_SECRET) },
        {
          provide: Commands,
          inject: [Database],
          useFactory: (db: Database) => new Commands(db, config.CURSOR_SECRET),
        },
      ],
      exports: [Clock, Database, Secrets, CursorSigner, KeyedHash, Commands],
    };
  }
}
