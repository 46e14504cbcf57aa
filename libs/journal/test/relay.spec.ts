import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventEnvelope } from '@lianxin/contracts';
import { RecordingTransport } from '@lianxin/testing';
import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { Relay } from '../src/index.js';
import type { RelayOptions } from '../src/index.js';
import { ACTOR, JournalFixture } from './journal.fixture.js';
import {
  CountingTransport,
  DyingTransport,
  GatedTransport,
  HalvingTransport,
} from './troubled-transports.js';

const SERVICE = 'journal';

describe('the relay', () => {
  let fixture: JournalFixture;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    fixture = await JournalFixture.start();
  });
  afterAll(() => fixture.stop());

  const relayTo = (transport: RecordingTransport, limits: RelayOptions['limits'] = {}): Relay =>
    new Relay({ service: SERVICE, databaseUrl: fixture.testDatabase.applicationUrl, limits }, transport);
  const endSessionOfHolder = (): Promise<unknown> =>
    fixture.sql(`SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
  const stateOfRelay = async (): Promise<unknown> =>
    (
      await fixture.sql(
        `SELECT last_position::int AS last, published_position::int AS published FROM relay_state`,
      )
    )[0];
  /** The sequences of an aggregate as a consumer would take them: what is lower than the last one came before. */
  const takenOf = (transport: RecordingTransport, aggregate: string): number[] =>
    transport.events
      .filter(({ subject }) => subject === aggregate)
      .reduce<number[]>(
        (taken, { sequence }) => (sequence === taken.length + 1 ? [...taken, sequence] : taken),
        [],
      );
  const positions = async (): Promise<number[]> =>
    (
      await fixture.sql<{ position: number }>(`SELECT position::int FROM journal_position ORDER BY position`)
    ).map(({ position }) => position);
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

  async function until(isSo: () => boolean, timeoutMs = 8_000): Promise<void> {
    for (const end = Date.now() + timeoutMs; !isSo() && Date.now() < end;) await sleep(20);
    expect(isSo()).toBe(true);
  }

  /** A command that takes a while, writes one or several facts and may be rolled back at the end. */
  async function command(aggregates: readonly string[], isRolledBack: boolean): Promise<number> {
    const written = randomInt(1, 4);
    const work = fixture.database.write(ACTOR, async (tx) => {
      const aggregateId = aggregates[randomInt(aggregates.length)] as string;
      for (let count = 0; count < written; count += 1) await fixture.record(tx, aggregateId);
      await sleep(randomInt(6));
      if (isRolledBack) throw new Error('refused');
    });
    return work.then(
      () => written,
      () => 0,
    );
  }

  it('numbers what several writers commit without a gap, in the order of each aggregate', async () => {
    const transport = new RecordingTransport();
    const relay = relayTo(transport);
    relay.start();
    const aggregates = Array.from({ length: 5 }, () => randomUUID());
    const writer = async (): Promise<number> => {
      let committed = 0;
      for (let round = 0; round < 25; round += 1) {
        committed += await command(aggregates, randomInt(5) === 0);
        relay.wake();
      }
      return committed;
    };
    const committed = (await Promise.all(Array.from({ length: 5 }, writer))).reduce(
      (sum, count) => sum + count,
      0,
    );
    relay.wake();
    await until(() => transport.sent.length === committed);
    await relay.stop();
    expect(await positions()).toEqual(upTo(committed));
    expect(transport.events.map(({ position }) => position)).toEqual(upTo(committed));
    for (const aggregate of aggregates) {
      const own = transport.events.filter(({ subject }) => subject === aggregate);
      expect(own.map(({ sequence }) => sequence)).toEqual(upTo(own.length));
    }
    expect(await fixture.sql(`SELECT count(*)::int AS waiting FROM outbox`)).toEqual([{ waiting: 0 }]);
    const [state] = await fixture.sql(`SELECT last_position::int, published_position::int FROM relay_state`);
    expect(state).toEqual({ last_position: committed, published_position: committed });
  });

  it('sends again what was sent by a relay that died before it noted so, under the same id and position', async () => {
    const aggregate = randomUUID();
    for (let count = 0; count < 3; count += 1) await fixture.write(aggregate);
    const dying = new DyingTransport();
    const first = relayTo(dying);
    await expect(first.drain()).rejects.toThrow('the process died');
    await first.stop();
    await fixture.write(aggregate);
    const transport = new RecordingTransport();
    const second = relayTo(transport);
    await second.drain();
    await second.stop();
    const identity = ({ id, position, sequence }: EventEnvelope): unknown => [id, position, sequence];
    expect(transport.events.slice(0, 3).map(identity)).toEqual(dying.events.map(identity));
    expect(transport.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    const all = await positions();
    expect(all).toEqual(upTo(all.length));
  });

  it('stands by while another holds its place, and takes over when that one’s connection is gone', async () => {
    const other = new Client({ connectionString: fixture.testDatabase.applicationUrl });
    other.on('error', () => undefined);
    await other.connect();
    await other.query(`SELECT pg_advisory_lock(hashtextextended($1, 0))`, [`${SERVICE}.relay`]);
    const transport = new RecordingTransport();
    const relay = relayTo(transport);
    relay.start();
    await fixture.write(randomUUID());
    await relay.drain();
    relay.wake();
    await sleep(300);
    expect(transport.sent).toEqual([]);
    await endSessionOfHolder();
    relay.wake();
    await until(() => transport.sent.length === 1);
    await relay.stop();
  });

  it('goes on after its own connection was terminated, with nothing lost', async () => {
    const transport = new RecordingTransport();
    const relay = relayTo(transport);
    relay.start();
    const aggregate = randomUUID();
    for (let round = 1; round <= 3; round += 1) {
      await fixture.write(aggregate);
      relay.wake();
      await until(() => transport.events.some(({ sequence }) => sequence === round));
      await fixture.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = $1 AND datname = current_database()`,
        [`${SERVICE}.relay`],
      );
    }
    await relay.stop();
    expect([...new Set(transport.events.map(({ sequence }) => sequence))]).toEqual([1, 2, 3]);
  });

  it('is taken over while its batch is on its way: the late batch repeats, and nothing is lost, renumbered or noted wrongly', async () => {
    const aggregate = randomUUID();
    for (let count = 0; count < 3; count += 1) await fixture.write(aggregate);
    const late = new GatedTransport();
    const first = relayTo(late);
    first.start();
    await until(() => late.sendings === 1);
    const transport = new RecordingTransport();
    const second = relayTo(transport);
    await endSessionOfHolder();
    second.start();
    second.wake();
    await until(() => takenOf(transport, aggregate).length === 3);
    for (let count = 0; count < 2; count += 1) await fixture.write(aggregate);
    second.wake();
    await until(() => takenOf(transport, aggregate).length === 5);
    const before = await stateOfRelay();
    late.letThrough();
    await until(() => late.sent.length > 0);
    await first.stop();
    expect(await stateOfRelay()).toEqual(before);
    await second.stop();
    const numbers = (events: readonly EventEnvelope[]): unknown[] =>
      events.map(({ id, position }) => [id, position]);
    expect(numbers(transport.events)).toEqual(expect.arrayContaining(numbers(late.events)));
    expect(takenOf(transport, aggregate)).toEqual([1, 2, 3, 4, 5]);
    const all = await positions();
    expect(all).toEqual(upTo(all.length));
    expect(before).toEqual({ last: all.length, published: all.length });
  });

  it('loses its place when it is frozen, so that another goes on', async () => {
    const aggregate = randomUUID();
    await fixture.write(aggregate);
    const frozen = new GatedTransport();
    const first = relayTo(frozen, { idleMs: 500 });
    first.start();
    await until(() => frozen.sendings === 1);
    const transport = new RecordingTransport();
    const second = relayTo(transport);
    second.start();
    await until(() => takenOf(transport, aggregate).length === 1);
    frozen.letThrough();
    await Promise.all([first.stop(), second.stop()]);
  });

  it('sends again what arrived by half, in order, until all of it has arrived', async () => {
    const aggregate = randomUUID();
    for (let count = 0; count < 6; count += 1) await fixture.write(aggregate);
    const transport = new HalvingTransport();
    const relay = relayTo(transport);
    relay.start();
    await until(() => takenOf(transport, aggregate).length === 6);
    await relay.stop();
    expect(transport.failures).toBe(0);
    const { published, last } = (await stateOfRelay()) as { published: number; last: number };
    expect(published).toBe(last);
  });

  it('waits for no sending for ever: what takes too long is sent again', async () => {
    const aggregate = randomUUID();
    await fixture.write(aggregate);
    const stuck = new GatedTransport();
    const relay = relayTo(stuck, { sendMs: 100 });
    relay.start();
    await until(() => stuck.sendings >= 2);
    const letting = setInterval(() => stuck.letThrough(), 20);
    await until(() => takenOf(stuck, aggregate).length === 1);
    await relay.stop();
    clearInterval(letting);
    const { published, last } = (await stateOfRelay()) as { published: number; last: number };
    expect(published).toBe(last);
  });

  it('puts no ciphertext and no person on the wire', async () => {
    const aggregate = randomUUID();
    await fixture.write(aggregate, { sealed: { note: 'A256GCM.1.sealed' } });
    const transport = new RecordingTransport();
    const relay = relayTo(transport);
    await relay.drain();
    await relay.stop();
    const [event] = transport.events.filter(({ subject }) => subject === aggregate);
    expect(event).toMatchObject({
      type: 'journal.SomethingHappened.v1',
      source: '/lianxin/journal',
      sequence: 1,
    });
    expect(JSON.stringify(event)).not.toContain('sealed');
    expect(JSON.stringify(event)).not.toContain(ACTOR.subject);
  });

  it('holds no more than a few large entries at a time, and sends them all', async () => {
    const aggregate = randomUUID();
    // Noise, because what is stored is compressed.
    const large = (): string => randomBytes(300_000).toString('base64');
    for (let count = 0; count < 8; count += 1)
      await fixture.write(aggregate, { data: { anything: large() } });
    const transport = new CountingTransport();
    const relay = relayTo(transport);
    relay.start();
    await until(() => transport.events.filter(({ subject }) => subject === aggregate).length === 8, 3_000);
    await relay.stop();
    expect(Math.max(...transport.counts)).toBeLessThan(5);
  });
});
