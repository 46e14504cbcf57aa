import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface Recorded {
  readonly text: string;
  readonly values: readonly unknown[];
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
type Query = (text: unknown, values?: unknown, ...rest: unknown[]) => unknown;

/** Listens to what `work` sends to a database through `pg`, whoever sends it. */
export async function record(database: string, work: () => Promise<unknown>): Promise<Recorded[]> {
  const recorded: Recorded[] = [];
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  prototype.query = function (this: { database?: string }, text, values, ...rest) {
    if (this.database === database && typeof text === 'string') {
      recorded.push({ text, values: Array.isArray(values) ? [...(values as unknown[])] : [] });
    }
    return original.call(this, text, values, ...rest);
  };
  try {
    await work();
  } finally {
    prototype.query = original;
  }
  return recorded;
}

/** Sends the same statements again, with fresh ids in the place of all but the known ones. */
export async function replay(
  client: pg.Client,
  recorded: readonly Recorded[],
  known: ReadonlySet<string>,
): Promise<void> {
  const fresh = new Map<string, string>();
  const renew = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(renew);
    if (typeof value !== 'string' || !uuid.test(value) || known.has(value)) return value;
    const renewed = fresh.get(value) ?? randomUUID();
    fresh.set(value, renewed);
    return renewed;
  };
  for (const { text, values } of recorded) await client.query(text, values.map(renew));
}
