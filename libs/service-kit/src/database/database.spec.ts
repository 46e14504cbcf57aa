import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '@lianxin/testing';
import type { TestDatabase } from '@lianxin/testing';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { postgresOptions } from './data-source.js';
import { Database, ReadTransaction } from './database.js';
import type { Caller } from './database.js';

const callerOf = (subject: string): Caller => ({
  rowLevelContext: {
    subject,
    areas: '{[361104,361104:)}',
    departments: ['0198f3a0-0000-7000-8000-000000000001'],
  },
});
const NOBODY: Caller = { rowLevelContext: { subject: '', areas: '{}', departments: [] } };
const CONTEXT = `SELECT coalesce(current_setting('app.subject', true), '') AS subject, coalesce(current_setting('app.areas', true), '') AS areas,
  coalesce(current_setting('app.departments', true), '') AS departments, current_setting('transaction_read_only') AS read_only`;

describe('the transactions of a service', () => {
  let testDatabase: TestDatabase;
  let dataSource: DataSource;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase('service_kit', () => Promise.resolve());
    // One connection, so that whatever is left on it meets the next caller.
    dataSource = await new DataSource(
      postgresOptions({ url: testDatabase.ownerUrl, application: 'service-kit-test', poolSize: 1 }),
    ).initialize();
    database = new Database(dataSource);
    await dataSource.query(`CREATE TABLE thing (id integer PRIMARY KEY)`);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await testDatabase.drop();
  });

  const contextOf = async (tx: Pick<EntityManager, 'query'>): Promise<unknown> =>
    (await tx.query<unknown[]>(CONTEXT))[0];
  const left = { subject: '', areas: '', departments: '', read_only: 'off' };

  it('carry their caller, and leave nothing of it on the connection', async () => {
    const context = {
      subject: 'one',
      areas: '{[361104,361104:)}',
      departments: '{0198f3a0-0000-7000-8000-000000000001}',
    };
    expect(await database.write(callerOf('one'), contextOf)).toEqual({ ...context, read_only: 'off' });
    expect(await contextOf(dataSource)).toEqual(left);
    expect(await database.read(callerOf('one'), contextOf)).toEqual({ ...context, read_only: 'on' });
    expect(await contextOf(dataSource)).toEqual(left);
    const none = { subject: '', areas: '{}', departments: '{}' };
    expect(await database.read(NOBODY, contextOf)).toEqual({ ...none, read_only: 'on' });
  });

  it('leave nothing of their caller either when they fail', async () => {
    const failing = database.write(callerOf('one'), async (tx) => {
      await tx.query(`INSERT INTO thing VALUES (1)`);
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    expect(await contextOf(dataSource)).toEqual(left);
    expect(await dataSource.query(`SELECT * FROM thing`)).toEqual([]);
  });

  it('that read cannot write', async () => {
    const writing = database.read(callerOf('one'), (tx) => tx.query(`INSERT INTO thing VALUES (2)`));
    await expect(writing).rejects.toThrow('read-only transaction');
    expect(await dataSource.query(`SELECT * FROM thing`)).toEqual([]);
  });

  it('tell of a commit after it, and of no other end', async () => {
    const seen: unknown[] = [];
    const telling = new Database(dataSource);
    telling.afterCommit(() => void seen.push('committed'));
    await telling.write(NOBODY, async (tx) => {
      await tx.query(`INSERT INTO thing VALUES (3)`);
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual(['committed']);
    await expect(telling.write(NOBODY, (tx) => tx.query(`INSERT INTO thing VALUES (3)`))).rejects.toThrow(
      'thing_pkey',
    );
    await telling.read(NOBODY, (tx) => tx.query('SELECT 1'));
    expect(seen).toEqual(['committed']);
  });

  it('of one request are one, opened by the first reader, shared by all and given back at the end', async () => {
    const shared = new ReadTransaction(dataSource, callerOf('one'));
    const idOf = (tx: EntityManager): Promise<unknown> =>
      tx.query(`SELECT txid_current_snapshot()::text, pg_backend_pid()`);
    const [first, second] = await Promise.all([shared.run(idOf), shared.run(idOf)]);
    expect(second).toEqual(first);
    await expect(shared.run((tx) => tx.query('SELECT nothing'))).rejects.toThrow('nothing');
    await shared.release();
    await expect(shared.run(idOf)).rejects.toThrow('already released');
    expect(await contextOf(dataSource)).toEqual(left);
  });

  it('of a request that read nothing cost no connection', async () => {
    await new ReadTransaction(dataSource, NOBODY).release();
    expect(await contextOf(dataSource)).toEqual(left);
  });
});
