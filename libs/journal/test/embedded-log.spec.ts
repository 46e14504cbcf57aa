import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { asSuperuser, createTestDatabase } from '@lianxin/testing';
import type { TestDatabase } from '@lianxin/testing';
import { EmbeddedLogTransport, migrateEventLog } from '../src/index.js';
import type { IncomingMessage, OutgoingMessage } from '../src/index.js';

const TOPIC = 'journal.thing';
const GROUP = 'journal.reader';
const KEYS = ['a', 'b', 'c', 'd'];

/** Keeps what it was given, and can be told to wait or to fail. */
class Reader {
  readonly messages: IncomingMessage[] = [];
  failures = 0;
  gate: Promise<unknown> = Promise.resolve();

  readonly onBatch = async (batch: readonly IncomingMessage[]): Promise<void> => {
    await this.gate;
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('not now');
    }
    this.messages.push(...batch);
  };

  valuesOf(key: string): string[] {
    return this.messages.filter((message) => message.key === key).map(({ value }) => value);
  }
}

const numbered = (key: string, from: number, count: number, topic = TOPIC): OutgoingMessage[] =>
  Array.from({ length: count }, (_, index) => ({ topic, key, value: String(from + index) }));
const upTo = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

describe('the embedded log', () => {
  let database: TestDatabase;
  let transports: EmbeddedLogTransport[] = [];

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await createTestDatabase('event_log', migrateEventLog);
  });
  beforeEach(() => sql('TRUNCATE topic, message, consumer_offset'));
  afterEach(async () => {
    await Promise.all(transports.map((transport) => transport.close()));
    transports = [];
  });
  afterAll(() => database.drop());

  /** As another process would have it. */
  const open = (): EmbeddedLogTransport => {
    const transport = new EmbeddedLogTransport(database.applicationUrl);
    transports.push(transport);
    return transport;
  };
  const sql = <Row>(statement: string): Promise<Row[]> =>
    asSuperuser(database.superuserUrl, async (client) => (await client.query(statement)).rows as Row[]);
  const committed = async (): Promise<number | undefined> =>
    (await sql<{ offset: number }>(`SELECT "offset"::int AS "offset" FROM consumer_offset`))[0]?.offset;

  async function until(isSo: () => boolean | Promise<boolean>, timeoutMs = 8_000): Promise<void> {
    for (const end = Date.now() + timeoutMs; !(await isSo()) && Date.now() < end;) await sleep(20);
    expect(await isSo()).toBe(true);
  }

  it('keeps the order of each key and loses nothing while several write', async () => {
    const reader = new Reader();
    await open().subscribe({ group: GROUP, topics: [TOPIC, 'journal.other'], onBatch: reader.onBatch });
    const write = async (key: string): Promise<void> => {
      const writer = open();
      for (let next = 1; next <= 60;) {
        const count = Math.min(randomInt(1, 8), 61 - next);
        const other = { topic: 'journal.other', key: `other ${key}`, value: String(next) };
        await writer.send([...numbered(key, next, count), other]);
        next += count;
      }
    };
    await Promise.all(KEYS.map(write));
    await until(() => KEYS.every((key) => reader.valuesOf(key).length >= 60));
    for (const key of KEYS) expect(reader.valuesOf(key)).toEqual(upTo(60));
    const offsets = reader.messages.filter(({ topic }) => topic === TOPIC).map(({ offset }) => offset);
    expect(offsets).toEqual(Array.from({ length: 240 }, (_, index) => index + 1));
  });

  it('lets a group go on where its last reader stopped', async () => {
    const [first, second] = [new Reader(), new Reader()];
    const transport = open();
    await transport.send(numbered('a', 1, 5));
    await transport.subscribe({ group: GROUP, topics: [TOPIC], onBatch: first.onBatch });
    await until(async () => (await committed()) === 5);
    await transport.close();
    transports = [];
    const restarted = open();
    await restarted.send(numbered('a', 6, 5));
    await restarted.subscribe({ group: GROUP, topics: [TOPIC], onBatch: second.onBatch });
    await until(() => second.messages.length === 5);
    expect([...first.valuesOf('a'), ...second.valuesOf('a')]).toEqual(upTo(10));
  });

  it('notes how far a group is only after the batch was taken', async () => {
    const reader = new Reader();
    let letThrough = (): void => undefined;
    reader.gate = new Promise<void>((resolve) => (letThrough = resolve));
    const transport = open();
    await transport.subscribe({ group: GROUP, topics: [TOPIC], onBatch: reader.onBatch });
    await transport.send(numbered('a', 1, 3));
    await sleep(200);
    expect(await committed()).toBeUndefined();
    letThrough();
    await until(async () => (await committed()) === 3);
  });

  it('gives a batch again that was not taken', async () => {
    const reader = new Reader();
    reader.failures = 2;
    const transport = open();
    await transport.subscribe({ group: GROUP, topics: [TOPIC], onBatch: reader.onBatch });
    await transport.send(numbered('a', 1, 3));
    await until(() => reader.messages.length === 3);
    expect(reader.valuesOf('a')).toEqual(upTo(3));
  });

  it('lets one member of a group read at a time, and the next take over', async () => {
    const [first, second] = [new Reader(), new Reader()];
    const [one, two] = [open(), open()];
    await one.subscribe({ group: GROUP, topics: [TOPIC], onBatch: first.onBatch });
    await one.send(numbered('a', 1, 5));
    await until(() => first.messages.length === 5);
    await two.subscribe({ group: GROUP, topics: [TOPIC], onBatch: second.onBatch });
    await one.send(numbered('a', 6, 5));
    await until(() => first.messages.length === 10);
    expect(second.messages).toEqual([]);
    await one.close();
    await two.send(numbered('a', 11, 5));
    await until(() => second.messages.length === 5);
    expect(second.valuesOf('a')).toEqual(['11', '12', '13', '14', '15']);
    transports = [two];
  });

  it('reads on after the connection of a member was terminated, with nothing lost', async () => {
    const reader = new Reader();
    const transport = open();
    await transport.subscribe({ group: GROUP, topics: [TOPIC], onBatch: reader.onBatch });
    await transport.send(numbered('a', 1, 5));
    await until(() => reader.messages.length === 5);
    await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${GROUP}'`);
    await transport.send(numbered('a', 6, 5));
    await until(() => new Set(reader.valuesOf('a')).size === 10);
    expect([...new Set(reader.valuesOf('a'))]).toEqual(upTo(10));
  });

  it('gives every lone reader what comes after it began, and nothing older', async () => {
    const [first, second] = [new Reader(), new Reader()];
    const transport = open();
    await transport.send(numbered('a', 1, 3));
    for (const reader of [first, second])
      await (
        await transport.subscribe({ topics: [TOPIC], onBatch: reader.onBatch })
      ).ready;
    await transport.send(numbered('a', 4, 2));
    await until(() => first.messages.length === 2 && second.messages.length === 2);
    for (const reader of [first, second]) expect(reader.valuesOf('a')).toEqual(['4', '5']);
  });

  it('carries all of a sending or nothing', async () => {
    const transport = open();
    const broken = { topic: 'journal.other', key: 'a', value: 'no\u0000text' };
    await expect(transport.send([...numbered('a', 1, 2), broken])).rejects.toThrow();
    await transport.send(numbered('a', 1, 2));
    expect(await sql(`SELECT count(*)::int AS stored, max("offset")::int AS last FROM message`)).toEqual([
      { stored: 2, last: 2 },
    ]);
  });

  it('can be read and added to by its application, and not rewritten', async () => {
    await open().send(numbered('a', 1, 1));
    for (const statement of [`UPDATE message SET value = ''`, 'DELETE FROM message', 'TRUNCATE message']) {
      const tried = asSuperuser(database.applicationUrl, (client) => client.query(statement));
      await expect(tried).rejects.toThrow('permission denied');
    }
  });
});
