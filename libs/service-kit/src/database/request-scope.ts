import DataLoader from 'dataloader';
import type { EntityManager } from 'typeorm';
import { ReadTransaction } from './database.js';
import type { Caller, Database, Work } from './database.js';

export type Batch<Key, Value> = (tx: EntityManager, keys: readonly Key[]) => Promise<readonly Value[]>;

/** Rows that one DataLoader batch may ask for; a larger level is asked for in several statements. */
const MAX_BATCH_SIZE = 1000;

/**
 * What the resolvers of one GraphQL request share: one read-only transaction and its loaders, so that the number of
 * SQL statements does not grow with the number of rows.
 */
export class RequestScope<Actor extends Caller = Caller> {
  private reading: ReadTransaction | undefined;
  private readonly loaders = new Map<string, DataLoader<unknown, unknown>>();

  constructor(
    private readonly database: Database,
    readonly actor: Actor,
  ) {}

  read<T>(work: Work<T>): Promise<T> {
    this.reading ??= new ReadTransaction(this.database.dataSource, this.actor);
    return this.reading.run(work);
  }

  /** Loads `key` together with all others that this request asks of `name` in the same tick. */
  load<Key, Value>(name: string, key: Key, batch: Batch<Key, Value>): Promise<Value> {
    return this.loader(name, batch).load(key);
  }

  async release(): Promise<void> {
    await this.reading?.release();
    this.reading = undefined;
    this.loaders.clear();
  }

  private loader<Key, Value>(name: string, batch: Batch<Key, Value>): DataLoader<Key, Value> {
    const existing = this.loaders.get(name) as DataLoader<Key, Value> | undefined;
    if (existing) return existing;
    const created = new DataLoader<Key, Value>((keys) => this.read((tx) => batch(tx, keys)), {
      maxBatchSize: MAX_BATCH_SIZE,
      cacheKeyFn: (key) => (typeof key === 'object' ? JSON.stringify(key) : key) as Key,
    });
    this.loaders.set(name, created);
    return created;
  }
}
