import { endSurvivingKafka } from '@lianxin/embedded-kafka';
import { provisionDatabases } from '@lianxin/embedded-postgres';
import { writeFileSync } from 'node:fs';
import { refuseUnfinishedRestore } from '../backup/recovery/unfinished.js';
import { signIn } from '../issuer/sign-in.js';
import type { StartContext, Tiers } from './context.js';
import { openDataDirectory } from './data-directory.js';
import { databaseProvisions, databaseUrl, kafkaAdmin, type Environment } from './environment.js';
import { superviseBroker } from './kafka/broker.js';
import { admitNewDepartments } from './kafka/departments.js';
import { chooseTransport, type Transport } from './kafka/transport-choice.js';
import { lianxin, portsOf, type PlatformPlan } from './plan.js';
import { explainPort, requireFreePorts } from './ports.js';
import { migrateShared, prepareService, timed } from './preparation.js';
import { ProcessRegister } from './process-register.js';
import { startGateway, startIssuer, startService, superviseDatabase } from './processes.js';
import { openSecrets } from './secrets.js';
import { dataLayout, issuerPort, kafkaPort } from './settings.js';
import { readStamps } from './stamps.js';

export interface PlatformOptions {
  /** The gateway's port; the others follow it. */
  port: number;
  dataDir: string;
  /** Says nothing while starting. */
  quiet?: boolean;
  /** false: PostgreSQL does not wait for the disk (tests). */
  durable?: boolean;
  /** Gives up the start. */
  signal?: AbortSignal;
  plan?: PlatformPlan;
  /**
   * How events travel: the embedded log, or an Apache Kafka that the platform runs itself. Unless told, as when the data
   * directory was last started, and at first the embedded log.
   */
  transport?: Transport;
  /** Another transport than before is meant: without this it is refused. */
  switchTransport?: boolean;
  /** What a process of that name (`gateway`, `migrate-assessment`, …) is told besides, over everything else. */
  environmentOf?: (process: string) => Environment;
}

export interface Platform {
  readonly port: number;
  readonly graphqlUrl: string;
  readonly issuerUrl: string;
  readonly superuserUrl: string;
  readonly transport: Transport;
  /** The broker and its administrator, when events travel through it. */
  readonly kafka?: { brokers: string; admin: { username: string; password: string } };
  /** The connection string of a database's owner or application role. */
  databaseUrl(database: string, role: 'owner' | 'app'): string;
  /** Signs a demonstration account in and returns its access token. */
  token(account: string): Promise<string>;
  /** The running processes, PostgreSQL's first; its backends are children of that one. */
  processes(): { name: string; pid: number }[];
  /** Stops everything, the last started first. `hurry` gives nobody time. */
  stop(hurry?: boolean): Promise<void>;
}

const stopLimitMs = 10_000;

/**
 * Starts the whole platform and resolves when every part is ready. What an earlier start that was killed left behind is
 * cleared first. Rejects with one line for a person; nothing is left running then.
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { port, dataDir, plan = lianxin } = options;
  const say = options.quiet ? () => undefined : (line: string) => console.log(`  ${line}`);
  const { ended, release } = await openDataDirectory(dataDir);
  if (ended.length > 0) say(`ended what an earlier start had left running: ${ended.join(', ')}`);
  const supervised: Tiers = { database: [], services: [], door: [] };
  const stop = async (hurry = false) => {
    for (const tier of [supervised.door, supervised.services, supervised.database]) {
      await Promise.all(tier.map((child) => child.stop(hurry ? 0 : stopLimitMs)));
    }
    release();
  };
  try {
    refuseUnfinishedRestore(dataDir);
    await requireFreePorts(portsOf(plan, port), port);
    if (!options.quiet) console.log(`Starting Lianxin on ${dataDir}`);
    const transport = chooseTransport(dataDir, {
      ...{ asked: options.transport, isSwitch: options.switchTransport, say },
    });
    await endSurvivingKafka(dataLayout(dataDir).kafka);
    const context = await startDatabase({ ...options, transport, plan, say, supervised });
    writeFileSync(dataLayout(dataDir).state, JSON.stringify({ port, transport }));
    await startProcesses(context);
    return describePlatform(context, stop);
  } catch (error) {
    await stop(true);
    throw explainPort(error, 'PostgreSQL', port);
  }
}

type Beginning = PlatformOptions &
  Pick<StartContext, 'plan' | 'say' | 'supervised'> & { transport: Transport };

async function startDatabase({
  port,
  dataDir,
  durable = true,
  signal,
  plan,
  say,
  supervised,
  transport,
  environmentOf = () => ({}),
}: Beginning): Promise<StartContext> {
  const layout = dataLayout(dataDir);
  const secrets = openSecrets(layout.secrets);
  const [child, postgres] = await timed({ say }, 'PostgreSQL is ready', () =>
    superviseDatabase({ port, dataDir, durable, say }),
  );
  supervised.database.push(child);
  await provisionDatabases(postgres.superuserUrl, databaseProvisions(secrets, plan.services));
  return {
    ...{ port, dataDir, secrets, plan, say, supervised, postgres, environmentOf, durable },
    ...(transport === 'kafka' && { kafka: { brokers: `127.0.0.1:${kafkaPort(port)}` } }),
    services: plan.services,
    superuserUrl: postgres.superuserUrl,
    register: new ProcessRegister(layout.processes),
    signal: signal ?? new AbortController().signal,
  };
}

/** Everything above the database at once, each part as soon as what it needs is there. */
async function startProcesses(given: StartContext): Promise<void> {
  const failure = new AbortController();
  const context = { ...given, signal: AbortSignal.any([given.signal, failure.signal]) };
  const stamps = await readStamps(context.superuserUrl);
  const shared = migrateShared(context, stamps);
  const broker = context.kafka ? superviseBroker(context) : Promise.resolve([]);
  const services = context.services.map(async (service) => {
    await prepareService(context, service, stamps.get(service.database) ?? {}, shared);
    const departments = await broker;
    await startService(context, service);
    if (context.kafka && service.servesDepartments) await admitNewDepartments(context, departments);
  });
  const door = Promise.all([shared, broker]).then(() => startGateway(context));
  const parts = [startIssuer(context), broker, ...services, door].map((part) =>
    part.catch((error: unknown) => {
      failure.abort(error);
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(parts);
  if (outcomes.some(({ status }) => status === 'rejected')) throw context.signal.reason;
}

const inOrder = ({ database, services, door }: Tiers) => [...database, ...services, ...door];

function describePlatform(context: StartContext, stop: Platform['stop']): Platform {
  const { port, superuserUrl, supervised, kafka, secrets } = context;
  const { name: username, password } = kafkaAdmin(secrets);
  const issuerUrl = `http://127.0.0.1:${issuerPort(port)}`;
  return {
    ...{ port, issuerUrl, superuserUrl, stop, transport: kafka ? 'kafka' : 'embedded' },
    ...(kafka && { kafka: { ...kafka, admin: { username, password } } }),
    graphqlUrl: `http://127.0.0.1:${port}/graphql`,
    databaseUrl: (database, role) => databaseUrl(context, database, role),
    token: (account) => signIn(issuerUrl, account),
    processes: () => inOrder(supervised).flatMap(({ name, pid }) => (pid ? [{ name, pid }] : [])),
  };
}
