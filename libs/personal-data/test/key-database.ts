import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, provisionDatabases, startEmbeddedPostgres } from '@lianxin/embedded-postgres';
import { Client } from 'pg';
import { KeyStore, type KeyStoreOptions } from '../src/key-store.js';
import { migrateKeyStore } from '../src/migrate-key-store.js';

const roles = {
  owner: { name: 'keys_owner', password: 'owner' },
  application: { name: 'keys_app', password: 'app' },
};

export interface KeyDatabase {
  readonly ownerUrl: string;
  readonly options: KeyStoreOptions;
  /** A store as another process would have it; closed with the database. */
  openStore(options?: Partial<KeyStoreOptions>): KeyStore;
  asRole<T>(role: keyof typeof roles, run: (client: Client) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** A migrated key store's database on a PostgreSQL of its own. */
export async function startKeyDatabase(): Promise<KeyDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lianxin-keys-'));
  const postgres = await startEmbeddedPostgres({ dataDir, port: await freePort(), durable: false });
  await provisionDatabases(postgres.superuserUrl, [{ database: 'keys', ...roles }]);
  const urlOf = (role: keyof typeof roles) => postgres.url('keys', roles[role]);
  await migrateKeyStore(urlOf('owner'));
  const stores: KeyStore[] = [];
  const options = {
    keysUrl: urlOf('application'),
    keyEncryptionKey: randomBytes(32),
  };
  return {
    ownerUrl: urlOf('owner'),
    options,
    openStore(changes = {}) {
      const store = new KeyStore({ ...options, ...changes });
      stores.push(store);
      return store;
    },
    asRole: (role, run) => withClient(urlOf(role), run),
    async stop() {
      await Promise.all(stores.map((store) => store.close()));
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function withClient<T>(connectionString: string, run: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
