import { Client } from 'pg';
import { faultAt, PositionWalk, readPlaced } from './walk/journal-walk.js';
import { OutsideComparison } from './outside/outside-comparison.js';
import { faultOfRestorations } from './outside/outside-seals.js';
import { readRestorations } from './outside/restorations.js';
import type { SealsPlace } from './outside/restorations.js';
import type { SealKeys } from './seal-keys.js';
import { LAST_USED } from './seal-range.js';
import { SealWalk } from './walk/seal-walk.js';
import { RESTORATIONS } from './seal.js';
import type { Restoration } from './seal.js';
import { fault, Faults } from './verdict.js';
import type { Fault, Verdict } from './verdict.js';
import { checkWaiting } from './walk/waiting-entries.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** For one page or one set-based check, not for the whole walk. */
const STATEMENT_TIMEOUT_MS = 120_000;

export interface VerifyOptions {
  readonly service: string;
  /** Of the service's database; the application role is enough. */
  readonly databaseUrl: string;
  /** Where the service appends its seals outside the database. */
  readonly sealsDirectory: string;
  readonly keys: SealKeys;
}

/**
 * Walks the whole journal of a service in one snapshot while the service runs: hashes, chains, sequences, positions,
 * seals, and the copy of the seals outside the database. Names the first broken entry; memory is bounded whatever
 * the journal's size.
 * @throws Error when database or files cannot be read
 */
export async function verifyJournal(options: VerifyOptions): Promise<Verdict> {
  const startedAt = performance.now();
  const faults = new Faults();
  const place: SealsPlace = { service: options.service, directory: options.sealsDirectory };
  const outside = await OutsideComparison.open(place, faults);
  const client = new Client({
    connectionString: options.databaseUrl,
    application_name: `${options.service}.verify`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
  });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const walked = await walk({ ...options, client, place, outside, faults });
    return {
      service: options.service,
      isIntact: faults.count === 0,
      first: faults.list[0] ?? null,
      faults: faults.list,
      faultCount: faults.count,
      ...walked,
      durationS: (performance.now() - startedAt) / 1_000,
    };
  } finally {
    await client.end();
  }
}

interface Walk extends VerifyOptions {
  readonly client: Client;
  readonly place: SealsPlace;
  readonly outside: OutsideComparison;
  readonly faults: Faults;
}

type Walked = Pick<
  Verdict,
  'entryCount' | 'waitingCount' | 'lastPosition' | 'sealCount' | 'sealedPosition' | 'restorationCount'
>;

async function walk({ client, service, keys, place, outside, faults }: Walk): Promise<Walked> {
  const report = (found: Fault | null): void => void (found && faults.add(found));
  const { rows: restorations } = await client.query<Restoration>(RESTORATIONS);
  report(faultOfRestorations(restorations, await readRestorations(place)));
  const { lastUsed, lastGiven } = await readEnds(client);
  const seals = new SealWalk({ client, service, keys, restorations, outside, faults });
  const positions = new PositionWalk(restorations, 1);
  let placedCount = 0;
  for await (const placed of readPlaced(client, 0, lastUsed)) {
    report(positions.next(placed.position) ?? faultAt(placed));
    await seals.take(placed);
    placedCount += 1;
  }
  report(positions.end(lastUsed));
  report(faultOfRelay(lastUsed, lastGiven));
  await seals.end();
  await outside.end(lastUsed);
  const waitingCount = await checkWaiting(client, faults);
  return {
    entryCount: placedCount + waitingCount,
    waitingCount,
    lastPosition: lastUsed,
    sealCount: seals.sealCount,
    sealedPosition: seals.sealedPosition,
    restorationCount: restorations.length,
  };
}

interface Ends {
  /** The highest position that is given or lost. */
  readonly lastUsed: number;
  /** What the relay believes it to be. */
  readonly lastGiven: number | null;
}

async function readEnds(client: Client): Promise<Ends> {
  const used = await client.query<{ lastUsed: number }>(LAST_USED);
  const given = await client.query<{ last: number }>('SELECT last_position::float8 AS last FROM relay_state');
  return { lastUsed: used.rows[0]?.lastUsed ?? 0, lastGiven: given.rows[0]?.last ?? null };
}

function faultOfRelay(lastUsed: number, lastGiven: number | null): Fault | null {
  if (lastGiven === lastUsed) return null;
  const given = lastGiven ?? 0;
  if (given < lastUsed)
    return fault('RELAY_BEHIND', 'The relay would give this position again.', { position: given + 1 });
  const what = `Positions ${lastUsed + 1} to ${given} were given and are gone.`;
  return fault('TAIL_MISSING', what, { position: lastUsed + 1 });
}
