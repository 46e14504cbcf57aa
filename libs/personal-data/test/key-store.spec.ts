import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrateKeyStore } from '../src/migrate-key-store.js';
import type { PersonKey } from '../src/key-store.js';
import { PersonalDataErasedError } from '../src/personal-data.errors.js';
import { type KeyDatabase, createKeyDatabase } from './key-database.js';

let database: KeyDatabase;

beforeAll(async () => {
  database = await createKeyDatabase();
});
afterAll(() => database.drop());

const insertKey =
  'INSERT INTO person_key (person_id, key_version, algorithm, wrapped_with, wrapped_key)' +
  " VALUES ($1, 1, 'A256GCM', 'x', '\\x01')";
const hexOf = ({ key }: PersonKey) => key?.export().toString('hex') ?? 'destroyed';

describe('the key store', () => {
  it('migrates again without change', async () => {
    const personId = randomUUID();
    const before = await database.openStore().keyFor(personId);
    await Promise.all([migrateKeyStore(database.ownerUrl), migrateKeyStore(database.ownerUrl)]);
    expect(hexOf(await database.openStore().keyFor(personId))).toBe(hexOf(before));
  });

  it('creates one key however many ask at once', async () => {
    const personId = randomUUID();
    const twoProcesses = [database.openStore(), database.openStore()];
    const asking = Array.from({ length: 10 }, () => twoProcesses.map((store) => store.keyFor(personId)));
    const keys = await Promise.all(asking.flat());
    expect(new Set(keys.map(hexOf)).size).toBe(1);
  });

  it('stores keys wrapped only, under one key-encryption key', async () => {
    const personId = randomUUID();
    const personKey = await database.openStore().keyFor(personId);
    const { rows } = await database.asOwner((client) =>
      client.query<{ row: string }>('SELECT p::text AS row FROM person_key p WHERE person_id = $1', [
        personId,
      ]),
    );
    expect(rows[0]?.row).not.toContain(hexOf(personKey));
    const other = database.openStore({ keyEncryptionKey: randomBytes(32) });
    await expect(other.keyFor(personId)).rejects.toThrow('KEY_ENCRYPTION_KEY is');
  });

  it('finds versions of a key, and null where there is none', async () => {
    const personId = randomUUID();
    const store = database.openStore();
    expect(await store.findKey(personId, 1)).toBeNull();
    const personKey = await store.keyFor(personId);
    expect(await store.findKey(personId, 1)).toEqual(personKey);
    expect(await store.findKey(personId, 2)).toBeNull();
    expect([...(await store.findKeys([personId, randomUUID()])).keys()]).toEqual([personId]);
  });

  it('does not reach the database again for a person it knows', async () => {
    const personId = randomUUID();
    const store = database.openStore();
    const personKey = await store.keyFor(personId);
    await database.asOwner((client) =>
      client.query('DELETE FROM person_key WHERE person_id = $1', [personId]),
    );
    expect(await store.keyFor(personId)).toBe(personKey);
  });
});

describe('destroying a key', () => {
  it('holds for good, in other processes once their cache expires', async () => {
    const personId = randomUUID();
    const here = database.openStore();
    const elsewhere = database.openStore({ cacheTtlMs: 1 });
    await Promise.all([here.keyFor(personId), elsewhere.keyFor(personId)]);
    await here.destroy(personId);
    await here.destroy(personId);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await expect(here.keyFor(personId)).rejects.toThrow(PersonalDataErasedError);
    await expect(elsewhere.keyFor(personId)).rejects.toThrow(PersonalDataErasedError);
    expect(await here.findKey(personId, 1)).toMatchObject({ key: null });
    const { rows } = await database.asOwner((client) =>
      client.query('SELECT wrapped_key FROM person_key WHERE person_id = $1', [personId]),
    );
    expect(rows).toEqual([{ wrapped_key: null }]);
  });

  it('leaves a person without a key unable to get one', async () => {
    const personId = randomUUID();
    const store = database.openStore();
    await store.destroy(personId);
    await expect(store.keyFor(personId)).rejects.toThrow(PersonalDataErasedError);
  });

  it('reaches a key that another transaction is just creating', async () => {
    const personId = randomUUID();
    const store = database.openStore();
    await database.asApplication(async (creating) => {
      await creating.query('BEGIN');
      await creating.query(insertKey, [personId]);
      const destroyed = store.destroy(personId);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await creating.query('COMMIT');
      await destroyed;
    });
    await expect(store.keyFor(personId)).rejects.toThrow(PersonalDataErasedError);
  });
});

describe('the application role', () => {
  const backdated =
    'INSERT INTO person_key (person_id, key_version, algorithm, wrapped_with, destroyed_at)' +
    " VALUES (gen_random_uuid(), 1, 'x', 'x', now())";

  it.each([
    ['delete', 'DELETE FROM person_key'],
    ['overwrite', "UPDATE person_key SET wrapped_key = '\\x00'"],
    ['truncate', 'TRUNCATE person_key'],
    ['drop', 'DROP TABLE person_key'],
    ['backdate', backdated],
  ])('may not %s', async (_verb, statement) => {
    await database.asApplication(async (client) => {
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    });
  });
});
