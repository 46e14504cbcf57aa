import { reconcileUsers } from '@lianxin/embedded-kafka';
import { departmentUserOf } from '@lianxin/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { StartContext } from '../context.js';
import { databaseUrl, kafkaAdmin, kafkaUser } from '../environment.js';
import { dataLayout, kafkaPort } from '../settings.js';
import { provisionBroker } from './broker-plan.js';
import { writeClientFiles } from './client-files.js';
import { kafkaClients } from './clients.js';

const NAMES = `SELECT d.id, f.name FROM department d LEFT JOIN department_feed f ON f.department_id = d.id ORDER BY f.name`;
const LIMIT_MS = 15_000;
const LOOK_MS = 200;

interface Feeds {
  readonly names: string[];
  /** Departments whose feed has no name yet. */
  readonly unnamed: number;
}

type Source = Pick<StartContext, 'postgres' | 'secrets' | 'services'>;

/** Who reads topics of departments, by the names of their feeds; nobody before the service was first migrated. */
export async function departmentFeeds(source: Source): Promise<Feeds> {
  const owner = source.services.find(({ servesDepartments }) => servesDepartments);
  if (!owner) return { names: [], unnamed: 0 };
  const client = new Client({
    connectionString: databaseUrl(source, owner.database, 'owner'),
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
  });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ is: boolean }>(
      `SELECT to_regclass('department_feed') IS NOT NULL AS is`,
    );
    if (!tables[0]?.is) return { names: [], unnamed: 0 };
    const { rows } = await client.query<{ name: string | null }>(NAMES);
    const names = rows.flatMap(({ name }) => (name === null ? [] : [name]));
    return { names, unnamed: rows.length - names.length };
  } finally {
    await client.end();
  }
}

/** Everyone who may sign in at the broker but its administrator. */
export const brokerUsers = (
  { services, secrets }: Pick<StartContext, 'services' | 'secrets'>,
  departments: readonly string[],
) =>
  [...kafkaClients(services).map(({ name }) => name), ...departments.map(departmentUserOf)].map((name) =>
    kafkaUser(secrets, name),
  );

/** Users, topics and permissions for these departments besides the services, and a file for each user. */
export async function admitDepartments(context: StartContext, departments: readonly string[]): Promise<void> {
  const { secrets, services, port, dataDir, say } = context;
  const admin = kafkaAdmin(secrets);
  const brokers = `127.0.0.1:${kafkaPort(port)}`;
  const users = brokerUsers(context, departments);
  await reconcileUsers(kafkaPort(port), admin, users);
  const connection = { brokers, admin: { username: admin.name, password: admin.password } };
  await provisionBroker(connection, { clients: kafkaClients(services), departments, say });
  writeClientFiles(join(dataLayout(dataDir).kafka, 'clients'), brokers, [admin, ...users]);
}

/** Lets in the departments that are there by now, once the service that names their feeds has done so. */
export async function admitNewDepartments(context: StartContext, known: readonly string[]): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  let feeds = await departmentFeeds(context);
  while (feeds.unnamed > 0 && performance.now() < deadline && !context.signal.aborted) {
    await sleep(LOOK_MS);
    feeds = await departmentFeeds(context);
  }
  if (feeds.names.some((name) => !known.includes(name))) await admitDepartments(context, feeds.names);
}
