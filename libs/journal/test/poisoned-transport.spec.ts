import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GrantRevoked } from '@lianxin/contracts';
import { asSuperuser, createTestDatabase } from '@lianxin/testing';
import type { TestDatabase } from '@lianxin/testing';
import { Logger } from '@nestjs/common';
import {
  ConsumerRunner,
  EmbeddedLogTransport,
  EventConsumer,
  migrateEventLog,
  on,
  ParkedMessages,
} from '../src/index.js';
import type { OutgoingMessage } from '../src/index.js';
import { aMessage, JournalFixture } from './journal.fixture.js';

class NotingConsumer extends EventConsumer {
  readonly name = 'journal.noting';
  readonly handlers = [
    on(GrantRevoked, async ({ tx, event }) => {
      await tx.query(`INSERT INTO effect (aggregate_id, sequence) VALUES ($1, $2)`, [
        event.subject,
        event.sequence,
      ]);
    }),
  ];
}

describe('a poisoned event on the transport', () => {
  let fixture: JournalFixture;
  let log: TestDatabase;
  let parked: ParkedMessages;
  let stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    Logger.overrideLogger(false);
    [fixture, log] = await Promise.all([
      JournalFixture.start(),
      createTestDatabase('event_log', migrateEventLog),
    ]);
    parked = new ParkedMessages(fixture.dataSource);
  });
  beforeEach(() => fixture.sql('TRUNCATE effect, inbox_sequence, inbox_parked'));
  afterEach(async () => {
    for (const stop of stops) await stop();
    stops = [];
  });
  afterAll(async () => {
    await fixture.stop();
    await log.drop();
  });

  async function startService(): Promise<EmbeddedLogTransport> {
    const transport = new EmbeddedLogTransport(log.applicationUrl);
    const { database, clock } = fixture;
    const runner = new ConsumerRunner(new NotingConsumer(), { database, clock, parked, transport });
    await runner.start();
    stops.push(async () => {
      await runner.stop();
      await transport.close();
    });
    return transport;
  }
  const effects = (): Promise<{ aggregate_id: string; sequence: number }[]> =>
    fixture.sql(`SELECT aggregate_id, sequence FROM effect ORDER BY ordinal`);
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 8_000; !(await isSo()) && Date.now() < end;) await sleep(30);
    expect(await isSo()).toBe(true);
  }
  const outgoing = ({ topic, key, value }: OutgoingMessage): OutgoingMessage => ({ topic, key, value });

  it('is set aside with its reason, and what comes before and after it goes on', async () => {
    const good = randomUUID();
    const transport = await startService();
    const poison = [
      { topic: GrantRevoked.topic, key: randomUUID(), value: 'not JSON' },
      { topic: GrantRevoked.topic, key: randomUUID(), value: '{}' },
    ];
    await transport.send([aMessage(good, 1), ...poison, aMessage(good, 2)].map(outgoing));
    await transport.send([aMessage(good, 3)].map(outgoing));
    await until(async () => (await effects()).length === 3);
    expect((await effects()).map(({ aggregate_id: id, sequence }) => [id, sequence])).toEqual(
      [1, 2, 3].map((n) => [good, n]),
    );
    const aside = await parked.list(10);
    expect(aside.map(({ key, state, value }) => [key, state, value])).toEqual(
      poison.map(({ key, value }) => [key, 'parked', value]),
    );
    expect(aside.every(({ reason }) => reason.startsWith('not a CloudEvent of this platform'))).toBe(true);
  });

  it('is not met again after a restart, and neither is anything else', async () => {
    const [good, bad] = [randomUUID(), randomUUID()];
    const first = await startService();
    await first.send([{ topic: GrantRevoked.topic, key: bad, value: '' }, outgoing(aMessage(good, 1))]);
    await until(async () => (await effects()).length === 1);
    const isCommitted = async (): Promise<boolean> => {
      const statement = `SELECT 1 FROM consumer_offset o JOIN topic t ON t.name = o.topic AND t.head = o."offset"`;
      return asSuperuser(log.superuserUrl, async (client) => (await client.query(statement)).rowCount === 1);
    };
    await until(isCommitted);
    for (const stop of stops) await stop();
    stops = [];
    const second = await startService();
    await second.send([outgoing(aMessage(good, 2))]);
    await until(async () => (await effects()).length === 2);
    expect(await parked.list(10)).toHaveLength(1);
  });
});
