import { randomBytes } from 'node:crypto';
import { asSuperuser, createTestDatabase } from '@lianxin/testing';
import type { Client } from 'pg';
import { KeyStore, type KeyStoreOptions } from '../src/key-store.js';
import { migrateKeyStore } from '../src/migrate-key-store.js';

export interface KeyDatabase {
  readonly ownerUrl: string;
  readonly options: KeyStoreOptions;
  /** A store as another process would have it; closed with the database. */
  openStore(options?: Partial<KeyStoreOptions>): KeyStore;
  asOwner<T>(run: (client: Client) => Promise<T>): Promise<T>;
  asApplication<T>(run: (client: Client) => Promise<T>): Promise<T>;
  drop(): Promise<void>;
}

/** A migrated key store's database of its own. */
export async function createKeyDatabase(): Promise<KeyDatabase> {
  const database = await createTestDatabase('keys', migrateKeyStore);
  const options = { keysUrl: database.applicationUrl, keyEncryptionKey: randomBytes(32) };
  const stores: KeyStore[] = [];
  return {
    ownerUrl: database.ownerUrl,
    options,
    openStore(changes = {}) {
      const store = new KeyStore({ ...options, ...changes });
      stores.push(store);
      return store;
    },
    asOwner: (run) => asSuperuser(database.ownerUrl, run),
    asApplication: (run) => asSuperuser(database.applicationUrl, run),
    async drop() {
      await Promise.all(stores.map((store) => store.close()));
      await database.drop();
    },
  };
}
