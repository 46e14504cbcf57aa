import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { GridDefined } from '@lianxin/contracts';
import { metrics } from '@lianxin/service-kit';
import { MAX_MESSAGE_BYTES } from '../../../src/index.js';
import type { OutgoingMessage, ReasonCode } from '../../../src/index.js';
import type { JournalFixture } from '../../journal.fixture.js';
import type { HarnessOf } from '../harness.js';
import { until } from '../reader.js';
import { anEvent, TestedService, TOPICS } from '../service.js';

/** Another event in the place of event 2, or none at all. */
const FAULTS: readonly [string, ReasonCode, (key: string) => OutgoingMessage][] = [
  ['what is no JSON', 'UNPARSABLE', (key) => anEvent(key, 2, { message: { value: '{"specversion"' } })],
  ['what is empty', 'UNPARSABLE', (key) => anEvent(key, 2, { message: { value: '' } })],
  ['what lacks a time', 'UNPARSABLE', (key) => instead(key, { time: undefined })],
  ['an unknown type', 'UNKNOWN_TYPE', (key) => instead(key, { type: 'grid-registry.Nothing.v1' })],
  ['an unknown version', 'UNKNOWN_TYPE', (key) => instead(key, { type: 'grid-registry.GrantRevoked.v2' })],
  ['another payload', 'SCHEMA_MISMATCH', (key) => instead(key, { data: { grantId: key } })],
  [
    'a large payload',
    'OVERSIZED',
    (key) => instead(key, { data: { filler: 'x'.repeat(MAX_MESSAGE_BYTES) } }),
  ],
  ['another key', 'WRONG_KEY', (key) => instead(key, { subject: randomUUID() })],
  ['a forged producer', 'FORGED_PRODUCER', (key) => instead(key, { source: '/lianxin/assessment' })],
  [
    'a producer that nobody knows',
    'FORGED_PRODUCER',
    (key) => instead(key, { source: 'https://example.org' }),
  ],
  ['a sequence that repeats', 'SEQUENCE_TAKEN', (key) => instead(key, { sequence: 1 })],
];

/** What is missing may come late; each minute here brings one more try. */
const HOPE_MINUTES = 20;

const instead = (key: string, envelope: Record<string, unknown>): OutgoingMessage =>
  anEvent(key, 2, { envelope: { id: randomUUID(), ...envelope } });

/** How many events from the future this consumer was told of. */
async function flagged(consumer: string): Promise<number> {
  const counter = await metrics.getSingleMetric('lianxin_inbox_future_events_total')?.get();
  return counter?.values.find(({ labels }) => labels['consumer'] === consumer)?.value ?? 0;
}

/** What a consumer does about what no producer of the platform sends, however it came onto the wire. */
export function badInputPromises(harness: HarnessOf, fixture: () => JournalFixture): void {
  beforeEach(() => harness().empty(TOPICS));

  it('parks bad input with its reason, holds its key, lets other keys go on, and goes on after it is discarded', async () => {
    const service = new TestedService(fixture());
    await service.consume(harness().open());
    const cases = FAULTS.map(([what, code, faulty]) => ({ what, code, faulty, key: randomUUID() }));
    const free = randomUUID();
    await harness().forge([
      ...cases.flatMap(({ key, faulty }) => [anEvent(key, 1), faulty(key), anEvent(key, 2)]),
      anEvent(free, 1),
    ]);
    await until(async () => (await service.applied(free)).length === 1);
    for (const { what, code, key } of cases) {
      await until(async () => (await service.aside(key)).length === 2);
      const aside = await service.aside(key);
      const found = aside.map(({ state, reasonCode }) => [state, reasonCode]);
      expect([what, found]).toEqual([
        what,
        [
          ['parked', code],
          ['behind', 'PREDECESSOR_MISSING'],
        ],
      ]);
      expect(await service.applied(key)).toEqual([1]);
      await service.settle(key, 'discard');
      await until(async () => (await service.applied(key)).length === 2);
      expect(await service.aside(key)).toEqual([]);
    }
    await service.stop();
  });

  it('counts the place of what is discarded as taken, unless it never had one: then the real event may still come', async () => {
    const service = new TestedService(fixture());
    await service.consume(harness().open());
    const [taken, free] = [randomUUID(), randomUUID()];
    await harness().forge([
      ...[anEvent(taken, 1), instead(taken, { data: {} }), anEvent(taken, 3)],
      ...[anEvent(free, 1), instead(free, { time: undefined }), anEvent(free, 3)],
    ]);
    for (const key of [taken, free]) {
      await until(async () => (await service.aside(key)).length === 2);
      await service.settle(key, 'discard');
    }
    await until(async () => (await service.applied(taken)).length === 2);
    await harness().forge([anEvent(free, 2)]);
    await until(async () => (await service.applied(free)).length === 3);
    expect([await service.applied(taken), await service.applied(free)]).toEqual([
      [1, 3],
      [1, 2, 3],
    ]);
    for (const key of [taken, free]) expect(await service.aside(key)).toEqual([]);
    await service.stop();
  });

  it('parks an event on another’s topic there, and holds no key of the right one', async () => {
    const service = new TestedService(fixture());
    await service.consume(harness().open());
    const key = randomUUID();
    await harness().forge([anEvent(key, 1, { message: { topic: GridDefined.topic } })]);
    await until(async () => (await service.aside(key)).length === 1);
    expect(await service.aside(key)).toMatchObject([{ state: 'parked', reasonCode: 'WRONG_TOPIC' }]);
    await harness().forge([anEvent(key, 1)]);
    await until(async () => (await service.applied(key)).length === 1);
    await service.stop();
  });

  it('waits at a sequence that jumps, gives up in time what stays missing, and takes it when it comes after all', async () => {
    const service = new TestedService(fixture());
    const runner = await service.consume(harness().open());
    const [jumping, never] = [randomUUID(), randomUUID()];
    await harness().forge([jumping, never].flatMap((key) => [anEvent(key, 1), anEvent(key, 3)]));
    for (const key of [jumping, never]) {
      await until(async () => (await service.aside(key)).length === 1);
      expect(await service.aside(key)).toMatchObject([
        { state: 'waiting', reasonCode: 'PREDECESSOR_MISSING' },
      ]);
    }
    await service.passTime(HOPE_MINUTES, runner);
    for (const key of [jumping, never])
      expect(await service.aside(key)).toMatchObject([
        { state: 'waiting', reasonCode: 'PREDECESSOR_MISSING' },
      ]);
    await harness().forge([anEvent(jumping, 2)]);
    await until(async () => (await service.applied(jumping)).length === 3);
    await service.exhaust(never, runner);
    expect(await service.aside(never)).toMatchObject([
      { state: 'parked', reasonCode: 'PREDECESSOR_MISSING', retryAt: null },
    ]);
    expect(await service.applied(never)).toEqual([1]);
    await harness().forge([anEvent(never, 2)]);
    await until(async () => (await service.applied(never)).length === 3);
    expect(await service.applied(never)).toEqual([1, 2, 3]);
    await service.stop();
  });

  it('applies an event from the future, and flags it', async () => {
    const service = new TestedService(fixture());
    await service.consume(harness().open());
    const [present, future] = [randomUUID(), randomUUID()];
    const time = new Date(fixture().clock.now().getTime() + 86_400_000).toISOString();
    await harness().forge([anEvent(present, 1), anEvent(future, 1, { envelope: { time } })]);
    for (const key of [present, future]) await until(async () => (await service.applied(key)).length === 1);
    expect(await service.aside(future)).toEqual([]);
    await until(async () => (await flagged(service.consumer.name)) === 1);
    await service.stop();
  });

  it('does not meet again after a restart what it set aside, and neither anything else', async () => {
    const [service, key] = [new TestedService(fixture()), randomUUID()];
    const transport = harness().open();
    await service.consume(transport);
    await harness().forge([anEvent(key, 1), anEvent(key, 2, { message: { value: 'poison' } })]);
    await until(async () => (await service.aside(key)).length === 1);
    await until(
      async () => (await transport.lag(service.consumer.name, ['grid-registry.grant']))[0]?.lag === 0,
    );
    await service.stop();
    const next = new TestedService(fixture(), service.consumer);
    const free = randomUUID();
    await next.consume(harness().open());
    await harness().forge([anEvent(free, 1)]);
    await until(async () => (await next.applied(free)).length === 1);
    expect(await next.aside(key)).toHaveLength(1);
    expect(await next.applied(key)).toEqual([1]);
    await next.stop();
  });
}
