import { type KeyObject, randomBytes } from 'node:crypto';
import { outliveItsConnection } from '@lianxin/service-kit';
import { LRUCache } from 'lru-cache';
import { Pool, type PoolClient } from 'pg';
import { getAlgorithm } from './algorithms.js';
import { applyErasures, eraseListed, type ErasuresApplied } from './erasures/apply-erasures.js';
import { ErasureList } from './erasures/erasure-list.js';
import { KeyEncryptionKey } from './key-encryption-key.js';
import { PersonalDataErasedError } from './personal-data.errors.js';

/** One version of a person's key; `key` is null once destroyed. */
export interface PersonKey {
  readonly personId: string;
  readonly version: number;
  readonly algorithm: string;
  readonly key: KeyObject | null;
}

export interface KeyStoreOptions {
  readonly keysUrl: string;
  /** 32 bytes. */
  readonly keyEncryptionKey: Buffer;
  /** The algorithm of keys created from now on; those that exist keep theirs. */
  readonly algorithm?: string;
  /** How long another process may go on using a key destroyed here. */
  readonly cacheTtlMs?: number;
  /** The list of erasures outside every database; without it a restore brings erased persons back. */
  readonly erasuresFile?: string | undefined;
}

interface PersonKeyRow {
  person_id: string;
  key_version: number;
  algorithm: string;
  wrapped_with: string;
  wrapped_key: Buffer | null;
}

const maxCachedPersons = 10_000;
const columns = 'person_id, key_version, algorithm, wrapped_with, wrapped_key';

/** The keys of persons, in a database of their own; every query has a time limit. */
export class KeyStore {
  readonly #pool: Pool;
  readonly #wrapping: KeyEncryptionKey;
  readonly #algorithm: string;
  readonly #cache: LRUCache<string, readonly PersonKey[]>;
  /** Rises with each destruction: what was read before one must not enter the cache after it. */
  #destructions = 0;
  readonly #erasures: ErasureList | undefined;

  constructor({
    keysUrl,
    keyEncryptionKey,
    algorithm = 'A256GCM',
    cacheTtlMs = 30_000,
    erasuresFile,
  }: KeyStoreOptions) {
    this.#erasures = erasuresFile === undefined ? undefined : new ErasureList(erasuresFile);
    this.#wrapping = new KeyEncryptionKey(keyEncryptionKey);
    this.#algorithm = getAlgorithm(algorithm).name;
    this.#cache = new LRUCache({ max: maxCachedPersons, ttl: cacheTtlMs });
    this.#pool = new Pool({
      connectionString: keysUrl,
      max: 4,
      connectionTimeoutMillis: 2_000,
      statement_timeout: 2_000,
      query_timeout: 3_000,
      application_name: 'lianxin-keys',
    });
    // Without a listener an idle connection that breaks ends the process; the pool replaces it by itself.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', outliveItsConnection);
  }

  /** The newest key of a person, created on first use. Throws PersonalDataErasedError once destroyed. */
  async keyFor(personId: string): Promise<PersonKey> {
    const existing = await this.#newestKeyOf(personId);
    if (existing) return required(existing);
    await this.#create(personId);
    const created = await this.#newestKeyOf(personId);
    if (!created) throw new Error('A key just created is missing');
    return required(created);
  }

  /** A given version of a person's key (its `key` null if destroyed), or null if there never was one. */
  async findKey(personId: string, version: number): Promise<PersonKey | null> {
    const keys = (await this.findKeys([personId])).get(personId) ?? [];
    return keys.find((key) => key.version === version) ?? null;
  }

  /** All versions of the keys of these persons, oldest first, in at most one query; persons without one are left out. */
  async findKeys(personIds: readonly string[]): Promise<ReadonlyMap<string, readonly PersonKey[]>> {
    const found = new Map<string, readonly PersonKey[]>();
    const missing: string[] = [];
    for (const personId of new Set(personIds)) {
      const cached = this.#cache.get(personId);
      if (cached) found.set(personId, cached);
      else missing.push(personId);
    }
    if (missing.length > 0) {
      for (const [personId, keys] of await this.#load(missing)) found.set(personId, keys);
    }
    return found;
  }

  /**
   * Destroys every key of a person for good, also one that is just being created elsewhere; the list outside says so
   * first. Other processes notice when their cache entry expires. Repeating it changes nothing.
   */
  async destroy(personId: string): Promise<void> {
    const erasures = this.#erasures;
    if (erasures) await this.#onClient((client) => eraseListed(client, erasures, personId));
    else await this.#pool.query('SELECT destroy_person_keys($1)', [personId]);
    this.#destructions += 1;
    this.#cache.delete(personId);
  }

  /** Brings key store and list of erasures into agreement; null where no list is kept. To be called before anything is read. */
  async applyErasures(): Promise<ErasuresApplied | null> {
    const erasures = this.#erasures;
    if (!erasures) return null;
    const applied = await this.#onClient((client) => applyErasures(client, erasures));
    this.#destructions += 1;
    this.#cache.clear();
    return applied;
  }

  async close(): Promise<void> {
    this.#cache.clear();
    await this.#pool.end();
  }

  async #onClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  }

  async #newestKeyOf(personId: string): Promise<PersonKey | null> {
    return (await this.findKeys([personId])).get(personId)?.at(-1) ?? null;
  }

  async #create(personId: string): Promise<void> {
    const { name, keyBytes } = getAlgorithm(this.#algorithm);
    const wrapped = this.#wrapping.wrap(randomBytes(keyBytes), labelOf(personId, 1, name));
    await this.#pool.query(
      'INSERT INTO person_key (person_id, key_version, algorithm, wrapped_with, wrapped_key)' +
        ' VALUES ($1, 1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [personId, name, this.#wrapping.id, wrapped],
    );
  }

  async #load(personIds: readonly string[]): Promise<Map<string, PersonKey[]>> {
    const destructionsBefore = this.#destructions;
    const { rows } = await this.#pool.query<PersonKeyRow>(
      `SELECT ${columns} FROM person_key WHERE person_id = ANY ($1::uuid[]) ORDER BY person_id, key_version`,
      [personIds],
    );
    const loaded = new Map<string, PersonKey[]>();
    for (const row of rows) {
      loaded.set(row.person_id, [...(loaded.get(row.person_id) ?? []), this.#toPersonKey(row)]);
    }
    if (this.#destructions === destructionsBefore) {
      for (const [personId, keys] of loaded) this.#cache.set(personId, keys);
    }
    return loaded;
  }

  #toPersonKey(row: PersonKeyRow): PersonKey {
    const { person_id: personId, key_version: version, algorithm, wrapped_key: wrapped } = row;
    if (wrapped === null) return { personId, version, algorithm, key: null };
    if (row.wrapped_with !== this.#wrapping.id) {
      throw new Error(
        `A key was wrapped with ${row.wrapped_with}, but KEY_ENCRYPTION_KEY is ${this.#wrapping.id}`,
      );
    }
    const key = this.#wrapping.unwrap(wrapped, labelOf(personId, version, algorithm));
    return { personId, version, algorithm, key };
  }
}

function required(personKey: PersonKey): PersonKey {
  if (personKey.key === null) throw new PersonalDataErasedError(personKey.personId);
  return personKey;
}

/** Ties a wrapped key to its row, so that it cannot be moved to another person's. */
function labelOf(personId: string, version: number, algorithm: string): string {
  return `${personId}.${version}.${algorithm}`;
}
