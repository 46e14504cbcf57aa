import { freePort, startEmbeddedPostgres, type EmbeddedPostgres } from '@lianxin/embedded-postgres';
import { sealKeysOf, verifyJournal, type SealKeys, type Verdict } from '@lianxin/journal';
import type { ErasuresApplied } from '@lianxin/personal-data';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serviceEnvironment } from '../../platform/environment.js';
import { openSecrets } from '../../platform/secrets.js';
import type { ServiceEntry } from '../../platform/services.js';
import { dataLayout } from '../../platform/settings.js';
import { onDatabase } from '../place.js';
import { lastPosition } from '../recovery/old-cluster.js';
import { checkEmbeddedLog } from './embedded-log.js';
import type { LostEntries } from './lost-entries.js';
import { completeSeals, eraseAgain } from './outside.js';
import { movePositions, type PositionsMoved } from './positions.js';
import { completeFiles } from './stored-files.js';

export interface Reconciliation {
  dataDir: string;
  backup: string;
  services: ServiceEntry[];
  superuserUrl: string;
  /** The data directory of the cluster that was here before, if it can be asked. */
  aside: string | undefined;
  /** The highest position per service that the cluster before had given; undefined when nobody knows. */
  usedPositions: Record<string, number> | undefined;
  /** The highest position per service that travelled through the broker. */
  published: Record<string, number>;
  /** Everything is published again, because the topics are empty. */
  republishes: boolean;
  lost: LostEntries;
  restoredAt: Date;
  reason: string;
  logFile: string;
}

export interface Reconciled {
  erasures: ErasuresApplied;
  positions: PositionsMoved[];
  /** Files of seals that contradict the backup's copy. */
  sealsInConflict: string[];
  /** Objects of people's files that were missing here and came from the backup. */
  filesBrought: number;
  verdicts: Verdict[];
}

/** The steps after the databases are back and before anything else runs, in the order that docs/backup.md gives. */
export async function reconcile(given: Reconciliation): Promise<Reconciled> {
  const { superuserUrl, dataDir, backup, services } = given;
  const erasures = await eraseAgain(superuserUrl, dataDir, backup);
  await findLost(given);
  const sealsInConflict = completeSeals(dataDir, backup);
  const filesBrought = await completeFiles(dataDir, backup);
  const positions: PositionsMoved[] = [];
  for (const service of services) positions.push(await moveService(given, service));
  if (!given.republishes) await checkEmbeddedLog(superuserUrl);
  const verdicts: Verdict[] = [];
  for (const service of services) verdicts.push(await verifyService(given, service));
  return { erasures, positions, sealsInConflict, filesBrought, verdicts };
}

async function moveService(given: Reconciliation, service: ServiceEntry): Promise<PositionsMoved> {
  const { usedPositions, published, republishes, restoredAt, reason } = given;
  const seen = [usedPositions?.[service.name], published[service.name]].filter((each) => each !== undefined);
  return onDatabase(given.superuserUrl, service.database, (client) =>
    movePositions(client, service, {
      ...{ republishes, restoredAt, reason },
      sealsDirectory: dataLayout(given.dataDir).seals,
      sealKeys: keysOf(given, service),
      seen: seen.length > 0 ? Math.max(...seen) : undefined,
      isCertain: usedPositions?.[service.name] !== undefined,
    }),
  );
}

/** The cluster that was put aside is read once more, on a port of its own, for what the restored journals do not know. */
async function findLost({ aside, services, superuserUrl, lost, logFile }: Reconciliation): Promise<void> {
  if (!aside || !existsSync(join(aside, 'cluster'))) return;
  let server: EmbeddedPostgres | undefined;
  try {
    server = await startEmbeddedPostgres({
      ...{ dataDir: aside, durable: true, logFile },
      archive: join(aside, 'wal-unused'),
      port: await freePort(),
    });
    const { superuserUrl: asideUrl } = server;
    for (const { name, database } of services) {
      const position = await lastPosition(superuserUrl, database);
      await onDatabase(superuserUrl, database, (restored) =>
        onDatabase(asideUrl, database, (before) =>
          lost.addFromJournal(restored, before, { service: name, position }),
        ),
      );
    }
  } finally {
    await server?.stop();
  }
}

async function verifyService(given: Reconciliation, service: ServiceEntry): Promise<Verdict> {
  const url = new URL(given.superuserUrl);
  url.pathname = `/${service.database}`;
  return verifyJournal({
    service: service.name,
    databaseUrl: url.href,
    sealsDirectory: dataLayout(given.dataDir).seals,
    keys: keysOf(given, service),
  });
}

function keysOf({ dataDir, services }: Reconciliation, service: ServiceEntry): SealKeys {
  const secrets = openSecrets(dataLayout(dataDir).secrets);
  const source = { port: 0, dataDir, services, secrets, postgres: { url: () => '' } };
  const { SEAL_PRIVATE_KEY = '' } = serviceEnvironment(source, service);
  return sealKeysOf({ SEAL_PRIVATE_KEY: Buffer.from(SEAL_PRIVATE_KEY, 'base64'), SEAL_PUBLIC_KEYS: [] });
}
