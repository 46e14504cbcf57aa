import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ErasureList } from '../src/erasures/erasure-list.js';
import type { KeyStore } from '../src/key-store.js';
import { PersonalDataErasedError } from '../src/personal-data.errors.js';
import { type KeyDatabase, createKeyDatabase } from './key-database.js';

let database: KeyDatabase;
let directory: string;
let file: string;
let store: KeyStore;

beforeAll(async () => {
  database = await createKeyDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  await database.asOwner((client) => client.query('TRUNCATE person_key'));
  directory = mkdtempSync(join(tmpdir(), 'lianxin-erasures-'));
  file = join(directory, 'outside', 'erasures.jsonl');
  store = database.openStore({ erasuresFile: file });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const lines = () => readFileSync(file, 'utf8').trim().split('\n');
const listed = () => new ErasureList(file).read();

/** What a restore to an earlier time does: the key is back. */
async function bringBack(personId: string): Promise<void> {
  await database.asOwner(async (client) => {
    await client.query('DELETE FROM person_key WHERE person_id = $1', [personId]);
  });
  await database.openStore().keyFor(personId);
}

describe('an erasure', () => {
  it('is on the list, privately, with nothing but person and time, each person once', async () => {
    const [personId, other] = [randomUUID(), randomUUID()];
    await store.destroy(personId);
    await store.destroy(other);
    await store.destroy(personId);
    expect(listed()).toEqual({ personIds: [personId, other], brokenLines: [] });
    expect(Object.keys(JSON.parse(lines()[0] ?? '') as object)).toEqual([
      'personId',
      'at',
      'previous',
      'hash',
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is listed before the key is destroyed', async () => {
    const personId = randomUUID();
    await store.keyFor(personId);
    await database.asOwner((client) =>
      client.query('ALTER FUNCTION destroy_person_keys RENAME TO destroy_person_keys_away'),
    );
    try {
      await expect(store.destroy(personId)).rejects.toThrow('destroy_person_keys');
    } finally {
      await database.asOwner((client) =>
        client.query('ALTER FUNCTION destroy_person_keys_away RENAME TO destroy_person_keys'),
      );
    }
    expect(listed().personIds).toEqual([personId]);
    expect(await store.applyErasures()).toMatchObject({ destroyed: 1 });
    await expect(store.keyFor(personId)).rejects.toThrow(PersonalDataErasedError);
  });

  it('does not happen where the list cannot be written', async () => {
    writeFileSync(join(directory, 'outside'), 'a file in the place of the folder');
    const personId = randomUUID();
    const before = await store.keyFor(personId);
    await expect(store.destroy(personId)).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(await database.openStore().keyFor(personId)).toEqual(before);
  });

  it('holds after a restore had brought the key back', async () => {
    const personId = randomUUID();
    await store.destroy(personId);
    await bringBack(personId);
    const started = database.openStore({ erasuresFile: file });
    expect(await started.applyErasures()).toEqual({
      listed: 1,
      destroyed: 1,
      listedAgain: 0,
      brokenLines: [],
    });
    await expect(started.keyFor(personId)).rejects.toThrow(PersonalDataErasedError);
    expect(await started.applyErasures()).toMatchObject({ destroyed: 0 });
  });

  it('keeps two writers from breaking the chain', async () => {
    const stores = [store, database.openStore({ erasuresFile: file })];
    const persons = Array.from({ length: 20 }, () => randomUUID());
    await Promise.all(persons.map((personId, index) => (stores[index % 2] ?? store).destroy(personId)));
    expect(listed().personIds).toHaveLength(20);
    expect(listed().brokenLines).toEqual([]);
  });
});

describe('a list that somebody touched', () => {
  const persons = [randomUUID(), randomUUID(), randomUUID()];

  beforeEach(async () => {
    for (const personId of persons) await store.destroy(personId);
  });

  it('shows where a line was taken out or altered, and the rest counts', async () => {
    const [first = '', second = '', third = ''] = lines();
    writeFileSync(file, `${first}\n${third}\n`);
    expect(listed()).toEqual({ personIds: [persons[0], persons[2]], brokenLines: [2] });
    writeFileSync(file, `${first}\n${second.replace(persons[1] ?? '', randomUUID())}\nnot json\n${third}\n`);
    expect(listed()).toMatchObject({ brokenLines: [2, 3] });
    expect(listed().personIds).toContain(persons[2]);
  });

  it('gets back whom the key store knows as erased, however it was shortened', async () => {
    writeFileSync(file, `${lines()[0] ?? ''}\n`);
    expect(await store.applyErasures()).toEqual({
      listed: 3,
      destroyed: 0,
      listedAgain: 2,
      brokenLines: [],
    });
    rmSync(file);
    expect(await store.applyErasures()).toMatchObject({ listed: 3, listedAgain: 3 });
    expect(existsSync(file)).toBe(true);
  });

  it('goes on behind half a line that a crash left', async () => {
    writeFileSync(file, `${lines().join('\n')}\n{"personId":"`);
    const personId = randomUUID();
    await store.destroy(personId);
    expect(listed()).toEqual({ personIds: [...persons, personId], brokenLines: [4] });
  });
});
