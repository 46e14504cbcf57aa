import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '@lianxin/testing';
import type { TestDatabase } from '@lianxin/testing';
import { Leader } from '../src/leader.js';

/** Longer than the limit of an answer and shorter than the test. */
const HANGS_S = 1.5;

describe('the holder of a place', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase('leader', () => Promise.resolve());
  });
  afterAll(() => database.drop());

  const open = (): Leader => new Leader(database.applicationUrl, 'journal.place', { answerLimitMs: 300 });

  async function acquired(leader: Leader): Promise<boolean> {
    for (const end = Date.now() + 10_000; Date.now() < end; await sleep(50)) {
      if (await leader.acquire()) return true;
    }
    return false;
  }

  it('gives up a connection that does not answer, and finds its place again on another', async () => {
    const leader = open();
    const client = await leader.acquire();
    const failure = await client?.query(`SELECT pg_sleep(${HANGS_S})`).catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: 'Query read timeout' });
    await leader.learn(failure);
    expect(await acquired(leader)).toBe(true);
    expect(await leader.acquire()).not.toBe(client);
    await leader.release();
  });

  it('keeps its place over a statement that was wrong', async () => {
    const [leader, other] = [open(), open()];
    const client = await leader.acquire();
    const failure = await client?.query('SELECT nothing').catch((error: unknown) => error);
    await leader.learn(failure);
    expect(await other.acquire()).toBeNull();
    expect(await leader.acquire()).toBe(client);
    await Promise.all([leader.release(), other.release()]);
  });
});
