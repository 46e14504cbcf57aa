import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demonstrationAccounts } from '../issuer/accounts.js';
import type { StartContext } from './context.js';
import { demonstrationPolicies } from './demonstration-policies.js';
import {
  eventLogRoles,
  ownerEnvironment,
  sharedMigrationEnvironment,
  type Environment,
} from './environment.js';
import { runNode } from './node-process.js';
import { entryPoint } from './plan.js';
import { sharedDatabases, type ServiceEntry } from './services.js';
import { dataLayout } from './settings.js';
import { digestOf, writeStamp, type Stamp } from './stamps.js';

const migrationHeapMb = 256;

/** Brings the databases of the libraries up to date. */
export async function migrateShared(context: StartContext, stamps: Map<string, Stamp>): Promise<void> {
  const { plan, superuserUrl } = context;
  const code = digestOf([join(plan.root, 'libs'), plan.sharedMigrationScript]);
  // The event log's migration also lets new roles in.
  const roles = eventLogRoles(context.secrets, context.services).map(({ name }) => name);
  const migrated = [code, ...roles].join(' ');
  if (sharedDatabases.every((database) => stamps.get(database)?.migrated === migrated)) return;
  await timed(context, 'shared databases migrated', () =>
    run(context, 'migrate-shared', plan.sharedMigrationScript, sharedMigrationEnvironment(context)),
  );
  for (const database of sharedDatabases) await writeStamp(superuserUrl, database, { migrated });
}

/** Migrates one service and fills in its first data; the seed may need what `shared` brings. */
export async function prepareService(
  context: StartContext,
  service: ServiceEntry,
  stamp: Stamp,
  shared: Promise<void>,
): Promise<void> {
  const { plan, superuserUrl } = context;
  const seedFile = writeSeed(context);
  const migrated = digestOf([join(plan.root, 'apps', service.name), join(plan.root, 'libs')]);
  const seeded = digestOf([join(plan.root, 'apps', service.name), join(plan.root, 'libs'), seedFile]);
  const environment = ownerEnvironment(context, service, seedFile);
  const script = (entry: 'migrate' | 'seed') =>
    run(context, `${entry}-${service.name}`, entryPoint(plan, service.name, entry), environment);
  if (stamp.migrated !== migrated) {
    await timed(context, `${service.name} migrated`, () => script('migrate'));
    await writeStamp(superuserUrl, service.database, { ...stamp, migrated });
  }
  await shared;
  if (service.seeded && stamp.seeded !== seeded) {
    await timed(context, `${service.name} seeded`, () => script('seed'));
    await writeStamp(superuserUrl, service.database, { migrated, seeded });
  }
}

/** The demonstration accounts and policies, as the seed of grid-registry puts them in place. */
function writeSeed({ dataDir }: StartContext): string {
  const { seed } = dataLayout(dataDir);
  writeFileSync(
    seed,
    JSON.stringify({ accounts: demonstrationAccounts, policies: demonstrationPolicies }, null, 2),
  );
  return seed;
}

async function run(
  context: StartContext,
  name: string,
  script: string,
  environment: Environment,
): Promise<void> {
  const logFile = join(dataLayout(context.dataDir).logs, `${name}.log`);
  await runNode(
    {
      ...{ name, script, heapMb: migrationHeapMb, logFile },
      environment: { ...environment, ...context.environmentOf(name) },
    },
    context.register,
    context.signal,
  );
}

/** Says what was done and how long it took. */
export async function timed<T>(
  { say }: Pick<StartContext, 'say'>,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  say(`${what} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  return result;
}
