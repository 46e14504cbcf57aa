import { provisionDatabases } from '@lianxin/embedded-postgres';
import { EmbeddedLogTransport, toEnvelope } from '@lianxin/journal';
import { join } from 'node:path';
import { databaseOf, withClient } from '../../../bench/database.js';
import { migrateShared } from '../../../platform/preparation.js';
import type { StartContext } from '../../../platform/context.js';
import { databaseProvisions, ownerEnvironment } from '../../../platform/environment.js';
import { runNode, spawnNode } from '../../../platform/node-process.js';
import { entryPoint, lianxin } from '../../../platform/plan.js';
import { ProcessRegister } from '../../../platform/process-register.js';
import { openSecrets } from '../../../platform/secrets.js';
import { services } from '../../../platform/services.js';
import { dataLayout } from '../../../platform/settings.js';
import type { Finding } from '../findings.js';
import { readJournal } from '../evidence.js';
import type { PlacedEntry } from '../records/journal-check.js';
import { compareRows, rowsOf } from './rows.js';
import { assessmentFollows, untilSettled } from '../settled.js';

/** What assessment keeps from events: its projections, its read copies and the places of its inbox. */
const TABLES = [
  'grid_event_fact',
  'indicator_tally',
  'open_deadline',
  'micro_project_standing',
  'micro_project_fact',
  'participation',
  'met_duty',
  'plan_approval',
  'closed_plan_item',
  'area',
  'area_former_code',
  'area_succession',
  'grid',
  'access_grant',
  'policy_override',
] as const;
const PLACES = 'inbox_sequence';

const SUFFIX = '_again';
const batchSize = 200;
/** Above the ports of the platform itself. */
const portOffset = 70;
const stopLimitMs = 10_000;

export interface Place {
  readonly superuserUrl: string;
  readonly port: number;
  readonly dataDir: string;
  /** Where the second assessment writes its log. */
  readonly directory: string;
}

/**
 * Lets a second assessment, the real one, read every journal that it follows into a database that was empty, over a log of its own.
 * @returns what is other in the database that lived through the campaign
 */
export async function checkAssessment(place: Place, strangers: ReadonlySet<string>): Promise<Finding[]> {
  await recompute(place);
  return compareWithRecomputed(place.superuserUrl, strangers);
}

/** @param strangers keys that only poison had: the platform took note of them, the journal never heard of them */
export async function compareWithRecomputed(
  superuserUrl: string,
  strangers: ReadonlySet<string>,
): Promise<Finding[]> {
  return withClient(databaseOf(superuserUrl, 'assessment'), (found) =>
    withClient(databaseOf(superuserUrl, `assessment${SUFFIX}`), async (wanted) => {
      const findings: Finding[] = [];
      for (const table of [...TABLES, PLACES]) {
        const [lived, recomputed] = [await rowsOf(found, table), await rowsOf(wanted, table)];
        const ours = table === PLACES ? lived.filter((row) => !isOfStranger(row, strangers)) : lived;
        findings.push(...compareRows(`assessment.${table}`, ours, recomputed));
      }
      return findings;
    }),
  );
}

const isOfStranger = (row: string, strangers: ReadonlySet<string>): boolean =>
  strangers.has((JSON.parse(row) as { aggregate_id: string }).aggregate_id);

async function recompute(place: Place): Promise<void> {
  const context = contextOf(place);
  await provision(place, context);
  const assessment = services.find(({ name }) => name === 'assessment');
  if (!assessment) throw new Error('there is no assessment');
  for (const { name, database } of services.filter(({ name }) => assessment.consumes.includes(name)))
    await fillLog(place.superuserUrl, name, await readJournal(place.superuserUrl, database));
  const environment = {
    ...ownerEnvironment(context, assessment, dataLayout(place.dataDir).seed),
    EVENT_TRANSPORT: 'embedded',
    PORT: String(place.port + portOffset),
    METRICS_PORT: String(place.port + portOffset + 1),
  };
  const command = (entry: 'migrate' | 'main') => ({
    name: `recompute-${entry}`,
    script: entryPoint(lianxin, assessment.name, entry),
    heapMb: assessment.heapMb,
    logFile: join(place.directory, `recompute-${entry}.log`),
    environment,
  });
  await runNode(command('migrate'), context.register, context.signal);
  const running = spawnNode(command('main'), context.register);
  try {
    const followers = [{ ...assessmentFollows, database: `assessment${SUFFIX}` }];
    await untilSettled({ superuserUrl: place.superuserUrl, followers });
  } finally {
    await running.stop(stopLimitMs);
  }
}

/** The platform's own context, but for the two databases that are to be made again. */
function contextOf({ superuserUrl, port, dataDir, directory }: Place): StartContext {
  const again = new Set(['assessment', 'event_log']);
  const url = (database: string, role?: { name: string; password: string }): string => {
    const address = new URL(
      databaseOf(superuserUrl, again.has(database) ? `${database}${SUFFIX}` : database),
    );
    if (role) Object.assign(address, { username: role.name, password: encodeURIComponent(role.password) });
    return address.href;
  };
  return {
    ...{ port, dataDir, superuserUrl, services, plan: lianxin, durable: true },
    secrets: openSecrets(dataLayout(dataDir).secrets),
    postgres: { url },
    environmentOf: () => ({}),
    register: new ProcessRegister(join(directory, 'recompute-processes.json')),
    signal: new AbortController().signal,
    say: () => undefined,
    supervised: { database: [], services: [], door: [] },
  };
}

async function provision({ superuserUrl }: Place, context: StartContext): Promise<void> {
  for (const database of ['assessment', 'event_log'])
    await withClient(superuserUrl, (client) =>
      client.query(`DROP DATABASE IF EXISTS ${database}${SUFFIX} WITH (FORCE)`),
    );
  const provisions = databaseProvisions(context.secrets, services)
    .filter(({ database }) => database === 'assessment' || database === 'event_log')
    .map((provisioned) => ({ ...provisioned, database: `${provisioned.database}${SUFFIX}` }));
  await provisionDatabases(superuserUrl, provisions);
  await migrateShared(context, new Map());
}

async function fillLog(
  superuserUrl: string,
  producer: string,
  entries: readonly PlacedEntry[],
): Promise<void> {
  const log = new EmbeddedLogTransport(databaseOf(superuserUrl, `event_log${SUFFIX}`));
  try {
    for (let start = 0; start < entries.length; start += batchSize) {
      const batch = entries.slice(start, start + batchSize);
      await log.send(batch.map((entry) => toMessage(producer, entry)));
    }
  } finally {
    await log.close();
  }
}

function toMessage(
  producer: string,
  { position, ...entry }: PlacedEntry,
): { topic: string; key: string; value: string } {
  const value = JSON.stringify(toEnvelope(entry, producer, position ?? 0));
  return { topic: `${producer}.${entry.aggregateType}`, key: entry.aggregateId, value };
}
