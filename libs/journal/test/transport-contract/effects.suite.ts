import { randomInt, randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { EventTransport, OutgoingMessage, SubscribeOptions } from '../../src/index.js';
import type { JournalFixture } from '../journal.fixture.js';
import type { HarnessOf } from './harness.js';
import { until } from './reader.js';
import { anEvent, EffectConsumer, TestedService } from './service.js';

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

/** What is promised of effects, from the journal to the consumer's database. */
export function effectPromises(harness: HarnessOf, fixture: () => JournalFixture): void {
  const service = (consumer?: EffectConsumer): TestedService => new TestedService(fixture(), consumer);

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

  it('has an effect once when the process dies between the effect and its acknowledgement', async () => {
    const [one, key] = [service(), randomUUID()];
    const transport = harness().open();
    let deaths = 0;
    const dying = between(transport, {
      subscribe: (options: SubscribeOptions) =>
        transport.subscribe({
          ...options,
          onBatch: async (messages) => {
            await options.onBatch(messages);
            if (messages.every((message) => message.key !== key)) return;
            deaths += 1;
            throw new Error('the process died');
          },
        }),
    });
    await one.consume(dying);
    await transport.send(sequences(3).map((sequence) => anEvent(key, sequence)));
    await until(async () => (await one.applied(key)).length === 3 && deaths > 0);
    await one.stop();
    await transport.close();
    const next = service(one.consumer);
    const restarted = harness().open();
    await next.consume(restarted);
    await restarted.send([anEvent(key, 4)]);
    await until(async () => (await next.applied(key)).length >= 4);
    expect(await next.applied(key)).toEqual(sequences(4));
    await next.stop();
  });

  it('parks what goes wrong with its key, and applies the rest of the key when it is replayed', async () => {
    const one = service();
    const [key, free] = [randomUUID(), randomUUID()];
    one.consumer.unknown.add(key);
    const runner = await one.consume(harness().open());
    const writer = harness().open();
    await writer.send([anEvent(key, 1), anEvent(free, 1), anEvent(key, 2), anEvent(free, 2)]);
    await until(async () => (await one.applied(free)).length === 2 && (await one.aside(key)).length === 2);
    expect(await one.applied(key)).toEqual([]);
    one.consumer.unknown.clear();
    one.consumer.broken.add(key);
    for (let hope = 1_000; hope > 0 && (await one.aside(key))[0]?.state !== 'parked'; hope -= 1) {
      fixture().clock.advance({ minutes: 1 });
      await runner.retryDue();
    }
    one.consumer.broken.clear();
    await one.settle(key, 'replay');
    await until(async () => (await one.applied(key)).length >= 2);
    expect(await one.applied(key)).toEqual([1, 2]);
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
    const keys = Array.from({ length: 6 }, () => randomUUID());
    const writer = harness().open();
    let sent = 0;
    const send = async (rounds: number): Promise<void> => {
      for (const end = sent + rounds; sent < end;) {
        sent += 1;
        await writer.send(keys.map((key) => anEvent(key, sent)));
      }
    };
    await one.consume(harness().open());
    await send(10);
    const joining = two.consume(harness().open());
    await send(10);
    await joining;
    await send(10);
    const leaving = one.stop();
    await send(10);
    await leaving;
    for (const key of keys) {
      await until(async () => (await two.applied(key)).length >= sent);
      expect(await two.applied(key)).toEqual(sequences(sent));
    }
    await two.stop();
  });

  it('lets a second relay take over while the batch of the first is on its way, with no effect lost or doubled', async () => {
    const [producer, key] = [service(), randomUUID()];
    await producer.consume(harness().open());
    let letThrough = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letThrough = resolve));
    const [slow, quick] = [harness().open(), harness().open()];
    let isOnItsWay = false;
    const stuck = between(slow, {
      send: async (messages) => {
        isOnItsWay = true;
        await gate;
        await slow.send(messages);
      },
    });
    for (let count = 0; count < 5; count += 1) await producer.act(key);
    const first = producer.relay(stuck);
    first.start();
    await until(() => isOnItsWay);
    await fixture().sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'grid-registry.relay' AND datname = current_database()`,
    );
    const second = producer.relay(quick);
    second.start();
    for (let count = 0; count < 5; count += 1) await producer.act(key);
    await until(async () => (await producer.applied(key)).length >= 10);
    letThrough();
    await until(
      async () => (await harness().open().lag(producer.consumer.name, ['grid-registry.grant']))[0]?.lag === 0,
    );
    await producer.stop();
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
      await process.consume(transport);
      const relay = process.relay(transport);
      relay.start();
      for (let count = 0; count < 8; count += 1) {
        acted += 1;
        for (const key of keys) await process.act(key);
        relay.wake();
      }
      await process.stop();
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
