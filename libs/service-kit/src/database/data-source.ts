import { DefaultNamingStrategy, getMetadataArgsStorage } from 'typeorm';
import type { DataSourceOptions, Logger } from 'typeorm';
import { sqlStatements } from '../serving/metrics.js';

/**
 * Every column of an entity under its property's name, for a SELECT of one's own.
 * @param row the class, or the class it inherits its columns from
 */
export function columnsOf(row: abstract new () => object, alias: string): string {
  const columns = getMetadataArgsStorage().filterColumns([row]);
  return columns
    .map(({ propertyName: name }) =>
      snake(name) === name ? `${alias}.${name}` : `${alias}.${snake(name)} AS "${name}"`,
    )
    .join(', ');
}

const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** Columns are snake_case in the database; tables are named by their entities. */
class SnakeNaming extends DefaultNamingStrategy {
  override columnName(property: string, custom: string | undefined, prefixes: string[]): string {
    return [...prefixes, custom ?? property].map(snake).join('_');
  }
}

/** Counts statements and logs none: their parameters may be personal. */
class CountingLogger implements Logger {
  logQuery(): void {
    sqlStatements.inc();
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

export interface DataSourceSettings {
  readonly url: string;
  readonly application: string;
  readonly poolSize?: number;
  readonly entities?: DataSourceOptions['entities'];
  readonly migrations?: DataSourceOptions['migrations'];
}

/** How every service talks to its PostgreSQL: bounded pool, bounded waits, no schema synchronisation ever. */
export function postgresOptions(settings: DataSourceSettings): DataSourceOptions {
  return {
    type: 'postgres',
    url: settings.url,
    applicationName: settings.application,
    entities: settings.entities ?? [],
    migrations: settings.migrations ?? [],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    logging: ['query'],
    logger: new CountingLogger(),
    poolSize: settings.poolSize ?? 8,
    parseInt8: true,
    connectTimeoutMS: 5_000,
    extra: { statement_timeout: 15_000, idle_in_transaction_session_timeout: 30_000, keepAlive: true },
  };
}
