import { CODE_RANGE_DDL } from '@lianxin/access';
import { provisionDatabases, type DatabaseProvision } from '@lianxin/embedded-postgres';
import { journalDdl, migrateEventLog, todaysInboxDdl } from '@lianxin/journal';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataLayout } from '../../platform/settings.js';
import { withClient } from '../database.js';
import type { EventEnvelope } from '@lianxin/contracts';
import type { Lab } from '../lab.js';
import type { Told } from './events.js';

const provisionOf = (database: string): DatabaseProvision => ({
  database,
  owner: { name: `${database}_owner`, password: 'bench' },
  application: { name: `${database}_app`, password: 'bench' },
});

const service = provisionOf('bench');
const log = provisionOf('event_log');

/** What every event does to whoever takes it: one row. */
const effectDdl = [
  `CREATE TABLE effect (event_id uuid NOT NULL, grid_event_id text NOT NULL, to_state text NOT NULL, due_at timestamptz NOT NULL,
     CONSTRAINT effect_pkey PRIMARY KEY (event_id))`,
  `GRANT SELECT, INSERT ON effect TO ${service.application.name}`,
];

export const insertEffect = `INSERT INTO effect (event_id, grid_event_id, to_state, due_at) VALUES ($1, $2, $3, $4)`;

export const insertEffects = `
  INSERT INTO effect (event_id, grid_event_id, to_state, due_at)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[])`;
export const effectOf = ({ id, subject, data }: EventEnvelope<Told>): string[] => [
  ...[id, subject, data.toState, data.dueAt],
];

/** A durable PostgreSQL with a journal, an inbox and the embedded log, and no service around them. */
export interface BareDatabase {
  readonly ownerUrl: string;
  readonly applicationUrl: string;
  readonly superuserUrl: string;
  readonly eventLogUrl: string;
  readonly eventLogSuperuserUrl: string;
}

export async function openBareDatabase(lab: Lab): Promise<BareDatabase> {
  const dataDir = join(lab.directory, 'bare');
  mkdirSync(dataLayout(dataDir).logs, { recursive: true });
  const postgres = await lab.startDatabaseOnly(dataDir, await lab.freeBase());
  await provisionDatabases(postgres.superuserUrl, [service, log]);
  const ownerUrl = postgres.url(service.database, service.owner);
  await withClient(ownerUrl, async (client) => {
    const role = service.application.name;
    const tables = [...journalDdl(role), ...todaysInboxDdl(role), ...effectDdl];
    for (const statement of [CODE_RANGE_DDL, ...tables]) await client.query(statement);
  });
  await migrateEventLog(postgres.url(log.database, log.owner));
  return {
    ownerUrl,
    applicationUrl: postgres.url(service.database, service.application),
    superuserUrl: postgres.url(service.database),
    eventLogUrl: postgres.url(log.database, log.application),
    eventLogSuperuserUrl: postgres.url(log.database),
  };
}
