import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, it } from '@jest/globals';
import type {
  EventTransport,
  IncomingMessage,
  OutgoingMessage,
  SubscribeOptions,
} from '../../../src/index.js';
import type { JournalFixture } from '../../journal.fixture.js';
import type { HarnessOf } from '../harness.js';
import { areBothIn } from '../membership.js';
import { until } from '../reader.js';
import { anEvent, EffectConsumer, sequencesOf, TestedService, TOPICS } from '../service.js';

/** Long enough for a relay that does not stand by to have sent something. */
const STAND_BY_MS = 500;

const sequences = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** In another order, every one at least once and some again. */
function shaken(messages: readonly OutgoingMessage[]): OutgoingMessage[] {
  const repeats = messages.filter(() => randomInt(3) === 0);
  return [...messages, ...repeats]
    .map((message) => ({ message, at: randomInt(1_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ message }) => message);
}

/** The same transport, with something between it and who uses it. */
function between(transport: EventTransport, over: Partial<EventTransport>): EventTransport {
  return Object.assign(Object.create(transport) as EventTransport, over);
}

/** The same transport, with somebody who notes what it gives and then does with it what he likes. */
function overheard(transport: EventTransport, after: SubscribeOptions['onBatch']): EventTransport {
  return between(transport, {
    subscribe: (options) =>
      transport.subscribe({
        ...options,
        onBatch: async (messages) => {
          await options.onBatch(messages);
          await after(messages);
        },
      }),
  });
}

/** Keeps in `heard` what a transport gives. */
const into = (heard: IncomingMessage[]) => (messages: readonly IncomingMessage[]) =>
  Promise.resolve(void heard.push(...messages));

/** What is promised of effects, from the journal to the consumer's database. */
export function effectPromises(harness: HarnessOf, fixture: () => JournalFixture): void {
  const service = (consumer?: EffectConsumer): TestedService => new TestedService(fixture(), consumer);

  beforeEach(() => harness().empty(TOPICS));

  it('applies each event once, in the order of its aggregate, however late and often it comes', async () => {
    const one = service();
    await one.consume(harness().open());
    const keys = [randomUUID(), randomUUID(), randomUUID()];
    const messages = shaken(keys.flatMap((key) => sequences(12).map((sequence) => anEvent(key, sequence))));
    const writer = harness().open();
    while (messages.length > 0) await writer.send(messages.splice(0, randomInt(1, 9)));
    for (const key of keys) {
      await until(async () => (await one.applied(key)).length >= 12);
      expect(await one.applied(key)).toEqual(sequences(12));
      await until(async () => (await one.aside(key)).length === 0);
    }
    await one.stop();
  });

  it('waits for a missing predecessor, holding its own key alone, and applies nothing twice when it comes', async () => {
    const one = service();
    await one.consume(harness().open());
    const [key, free] = [randomUUID(), randomUUID()];
    const writer = harness().open();
    await writer.send([1, 3, 4].map((sequence) => anEvent(key, sequence)));
    await writer.send([1, 2, 3].map((sequence) => anEvent(free, sequence)));
    await until(async () => (await one.applied(free)).length === 3);
    await until(async () => (await one.aside(key)).length === 2);
    expect(await one.applied(key)).toEqual([1]);
    await writer.send([anEvent(key, 5), anEvent(key, 2)]);
    await until(async () => (await one.applied(key)).length >= 5);
    expect(await one.applied(key)).toEqual([1, 2, 3, 4, 5]);
    await one.stop();
  });

  it('has an effect once when the process dies between the effect and its acknowledgement, and sets aside once', async () => {
    const [one, key] = [service(), randomUUID()];
    const transport = harness().open();
    let deaths = 0;
    const dying = overheard(transport, () => {
      deaths += 1;
      return Promise.reject(new Error('the process died'));
    });
    await one.consume(dying);
    // All of one key: who dies over one partition's batch never comes to another's.
    await transport.send([1, 2, 3, 5].map((sequence) => anEvent(key, sequence)));
    await until(async () => (await one.applied(key)).length === 3 && (await one.aside(key)).length > 0);
    await until(() => deaths > 0);
    await one.stop();
    await transport.close();
    const next = service(one.consumer);
    const [restarted, heard] = [harness().open(), [] as IncomingMessage[]];
    await next.consume(overheard(restarted, into(heard)));
    await until(() => sequencesOf(heard, key).includes(5));
    expect([...new Set(sequencesOf(heard, key))]).toEqual([1, 2, 3, 5]);
    expect(await next.aside(key)).toHaveLength(1);
    await restarted.send([anEvent(key, 4)]);
    await until(async () => (await next.applied(key)).length >= 5);
    expect(await next.applied(key)).toEqual(sequences(5));
    await next.stop();
  });

  it('parks what goes wrong with its key, and goes on with the rest of the key when it is replayed or discarded', async () => {
    const one = service();
    const [replayed, discarded, free] = [randomUUID(), randomUUID(), randomUUID()];
    const wrong = [replayed, discarded];
    for (const key of wrong) one.consumer.unknown.add(key);
    const runner = await one.consume(harness().open());
    const writer = harness().open();
    await writer.send([1, 2].flatMap((sequence) => [...wrong, free].map((key) => anEvent(key, sequence))));
    await until(async () => (await one.applied(free)).length === 2);
    for (const key of wrong) await until(async () => (await one.aside(key)).length === 2);
    one.consumer.unknown.clear();
    for (const key of wrong) one.consumer.broken.add(key);
    for (const key of wrong) await one.exhaust(key, runner);
    for (const key of wrong) expect(await one.applied(key)).toEqual([]);
    one.consumer.broken.clear();
    await one.settle(replayed, 'replay');
    await one.settle(discarded, 'discard');
    await until(async () => (await one.applied(replayed)).length >= 2);
    await until(async () => (await one.applied(discarded)).length >= 1);
    await writer.send([1, 3].flatMap((sequence) => wrong.map((key) => anEvent(key, sequence))));
    for (const key of wrong) await until(async () => (await one.applied(key)).includes(3));
    expect(await one.applied(replayed)).toEqual([1, 2, 3]);
    expect(await one.applied(discarded)).toEqual([2, 3]);
    for (const key of wrong) expect(await one.aside(key)).toEqual([]);
    await one.stop();
  });

  it('gives the past from the start to a consumer that is new', async () => {
    const [one, key] = [service(), randomUUID()];
    const transport = harness().open();
    await one.consume(transport);
    await transport.send(sequences(20).map((sequence) => anEvent(key, sequence)));
    await until(async () => (await one.applied(key)).length === 20);
    const another = service();
    await another.consume(transport);
    await until(async () => (await another.applied(key)).length === 20);
    expect(await another.applied(key)).toEqual(sequences(20));
    expect(await one.applied(key)).toEqual(sequences(20));
    await Promise.all([one.stop(), another.stop()]);
  });

  it('shares the work of one consumer among two processes that come and go, each effect once', async () => {
    const consumer = new EffectConsumer();
    const [one, two] = [service(consumer), service(consumer)];
    const [first, second] = [[] as IncomingMessage[], [] as IncomingMessage[]];
    const keys = Array.from({ length: 30 }, () => randomUUID());
    const [reading, joining, writer] = [harness().open(), harness().open(), harness().open()];
    let sent = 0;
    const send = async (rounds: number): Promise<void> => {
      for (const end = sent + rounds; sent < end;) {
        sent += 1;
        await writer.send(keys.map((key) => anEvent(key, sent)));
      }
    };
    const isDone = async (): Promise<boolean> =>
      (await writer.lag(consumer.name, TOPICS)).every(({ lag }) => lag === 0);
    await one.consume(overheard(reading, into(first)));
    await send(4);
    const joined = two.consume(overheard(joining, into(second)));
    await send(4);
    await joined;
    await until(() => areBothIn(harness(), consumer.name));
    await until(isDone);
    const [firstBefore, secondBefore] = [first.length, second.length];
    await send(4);
    await until(isDone);
    expect(await areBothIn(harness(), consumer.name)).toBe(true);
    const shares = [first.slice(firstBefore), second.slice(secondBefore)].map((part) => part.length);
    expect(shares.reduce((sum, share) => sum + share)).toBe(4 * keys.length);
    if (harness().sharing === 'partitions') expect(Math.min(...shares)).toBeGreaterThan(0);
    else expect(Math.max(...shares)).toBe(4 * keys.length);
    const leaving = one.stop();
    await send(4);
    await leaving;
    for (const key of keys) {
      await until(async () => (await two.applied(key)).length >= sent);
      expect(await two.applied(key)).toEqual(sequences(sent));
    }
    expect(second.length).toBeGreaterThan(secondBefore);
    await two.stop();
  });

  it('lets a second relay take over while the batch of the first is on its way, with no effect lost or doubled', async () => {
    const [producer, key] = [service(), randomUUID()];
    const [reading, heard] = [harness().open(), [] as IncomingMessage[]];
    await producer.consume(overheard(reading, into(heard)));
    let letThrough = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letThrough = resolve));
    const [slow, quick] = [harness().open(), harness().open()];
    let late: Promise<void> | undefined;
    const stuck = between(slow, {
      send: (messages) => {
        const sending = gate.then(() => slow.send(messages));
        late ??= sending;
        return sending;
      },
    });
    for (let count = 0; count < 5; count += 1) await producer.act(key);
    const first = producer.relay(stuck);
    first.start();
    await until(() => late !== undefined);
    const second = producer.relay(quick);
    second.start();
    await sleep(STAND_BY_MS);
    expect(heard).toEqual([]);
    await fixture().sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'grid-registry.relay' AND datname = current_database()
          AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = pg_stat_activity.pid AND l.locktype = 'advisory')`,
    );
    for (let count = 0; count < 5; count += 1) await producer.act(key);
    await until(async () => (await producer.applied(key)).length >= 10);
    expect(sequencesOf(heard, key)).toEqual(sequences(10));
    letThrough();
    await late;
    await until(async () => (await reading.lag(producer.consumer.name, [TOPICS[0]]))[0]?.lag === 0);
    await producer.stop();
    for (const sequence of sequences(5))
      expect(sequencesOf(heard, key).filter((each) => each === sequence).length).toBeGreaterThan(1);
    expect(await producer.applied(key)).toEqual(sequences(10));
    expect(await producer.aside(key)).toEqual([]);
  });

  it('stops in order in the midst of work: nothing is lost, and nothing has its effect twice', async () => {
    const consumer = new EffectConsumer();
    const keys = [randomUUID(), randomUUID(), randomUUID()];
    let acted = 0;
    for (let life = 0; life < 3; life += 1) {
      const process = service(consumer);
      const transport = harness().open();
      let inHand = 0;
      const slow = between(transport, {
        subscribe: (options) =>
          transport.subscribe({
            ...options,
            onBatch: async (messages) => {
              inHand += 1;
              await options.onBatch(messages);
              await sleep(100);
              inHand -= 1;
            },
          }),
      });
      await process.consume(slow);
      const relay = process.relay(transport);
      relay.start();
      for (let count = 0; count < 8; count += 1) {
        acted += 1;
        for (const key of keys) await process.act(key);
        relay.wake();
      }
      await until(() => inHand > 0);
      await process.stop();
      expect(inHand).toBe(0);
      await transport.close();
    }
    const last = service(consumer);
    const transport = harness().open();
    await last.consume(transport);
    await last.relay(transport).drain();
    for (const key of keys) {
      await until(async () => (await last.applied(key)).length >= acted);
      expect(await last.applied(key)).toEqual(sequences(acted));
    }
    await last.stop();
  });
}
