import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@lianxin/testing';
import { Client, Pool } from 'pg';
import { QueryFailedError } from 'typeorm';
import { isDatabaseOutage, outliveItsConnection } from './database-outage.js';

const superuserUrl = process.env['LIANXIN_TEST_POSTGRES'] ?? '';
const failureOf = async (work: () => Promise<unknown>): Promise<unknown> =>
  work().then(
    () => 'no failure',
    (error: unknown) => error,
  );

describe('an outage of the database', () => {
  let client: Client;

  beforeAll(async () => {
    client = new Client({ connectionString: superuserUrl });
    client.on('error', () => undefined);
    await client.connect();
  });
  afterAll(() => client.end().catch(() => undefined));

  it('is a port where nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const nobody = new Client({ host: '127.0.0.1', port });
    expect(isDatabaseOutage(await failureOf(() => nobody.connect()))).toBe(true);
  });

  it('is not a statement that was wrong', async () => {
    for (const statement of ['SELECT 1 / 0', 'SELECT nothing', `SELECT 'x'::int`]) {
      expect([statement, isDatabaseOutage(await failureOf(() => client.query(statement)))]).toEqual([
        statement,
        false,
      ]);
    }
    expect(isDatabaseOutage(new TypeError('x is undefined'))).toBe(false);
    expect(isDatabaseOutage('ECONNREFUSED')).toBe(false);
  });

  it('is a connection that the server ends, during a statement and ever after, also as TypeORM wraps it', async () => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const pending = failureOf(() => client.query('SELECT pg_sleep(30)'));
    await asSuperuser(superuserUrl, (other) =>
      other.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]),
    );
    const ended = await pending;
    expect(isDatabaseOutage(ended)).toBe(true);
    expect(isDatabaseOutage(new QueryFailedError('SELECT', [], ended as Error))).toBe(true);
    expect(isDatabaseOutage(await failureOf(() => client.query('SELECT 1')))).toBe(true);
  });

  it('is a full disk and a pool without a free connection', () => {
    const diskFull = Object.assign(new Error('could not extend file'), { code: '53100' });
    expect(isDatabaseOutage(diskFull)).toBe(true);
    expect(isDatabaseOutage(new Error('timeout exceeded when trying to connect'))).toBe(true);
  });
});

describe('a connection that a pool handed out', () => {
  const ended = new Error('terminating connection due to unexpected postmaster exit');

  it.each([
    ['ends its process when the server ends it between two statements', false],
    ['outlives that when it is told to', true],
  ])('%s', async (_what, isTold) => {
    const pool = new Pool({ connectionString: superuserUrl, max: 1 });
    if (isTold) pool.on('connect', outliveItsConnection);
    const client = await pool.connect();
    const strike = (): boolean => client.emit('error', ended);
    if (isTold) expect(strike).not.toThrow();
    else expect(strike).toThrow(ended.message);
    client.release(true);
    await pool.end();
  });
});
