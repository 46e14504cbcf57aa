import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { metrics } from '@lianxin/service-kit';
import { MAX_MESSAGE_BYTES } from '../src/index.js';
import type { IncomingMessage, ParkedMessage, ReasonCode } from '../src/index.js';
import { inboxStage } from './inbox.fixture.js';
import { aMessage } from './journal.fixture.js';

type Envelope = Record<string, unknown>;

describe('bad input', () => {
  const stage = inboxStage();
  const { deliver, applied, setAside, states, retryAll, discard } = stage;

  const theFault = async (): Promise<ParkedMessage> =>
    (await setAside()).find(({ state }) => state === 'parked') as ParkedMessage;

  const raw = (key: string, value: string): IncomingMessage => aMessage(key, 2, { message: { value } });
  /** In the place of event 2, but another event. */
  const instead = (key: string, envelope: Envelope, id: string = randomUUID()): IncomingMessage =>
    aMessage(key, 2, { envelope: { id, ...envelope } });
  const named = { grantId: randomUUID(), subject: randomUUID(), revokedAt: '2026-03-02T02:00:00Z' };

  const FAULTS: [string, ReasonCode, RegExp, (key: string) => IncomingMessage][] = [
    ['is no JSON', 'UNPARSABLE', /^not a CloudEvent.*value/, (key) => raw(key, '{"name":"王大爷"')],
    ['is empty', 'UNPARSABLE', /^not a CloudEvent/, (key) => raw(key, '')],
    ['holds bytes that no text has', 'UNPARSABLE', /^not a CloudEvent/, (key) => raw(key, '\0\0 王大爷')],
    ['is no CloudEvent', 'UNPARSABLE', /^not a CloudEvent/, (key) => raw(key, '{}')],
    ['is a list', 'UNPARSABLE', /^not a CloudEvent/, (key) => raw(key, '[1]')],
    ['names no sequence', 'UNPARSABLE', /sequence/, (key) => instead(key, { sequence: 0 })],
    ['counts past all counting', 'UNPARSABLE', /range/, (key) => instead(key, { sequence: 2 ** 40 })],
    [
      'is of a type nobody publishes',
      'UNKNOWN_TYPE',
      /^unknown event type grid-registry\.Nothing\.v1$/,
      (key) => instead(key, { type: 'grid-registry.Nothing.v1' }),
    ],
    [
      'is of a type with somebody’s name',
      'UNKNOWN_TYPE',
      /^unknown event type$/,
      (key) => instead(key, { type: '王大爷' }),
    ],
    [
      'is of a later version',
      'UNKNOWN_TYPE',
      /^unknown event type grid-registry\.GrantRevoked\.v2$/,
      (key) => instead(key, { type: 'grid-registry.GrantRevoked.v2' }),
    ],
    [
      'lacks a field',
      'SCHEMA_MISMATCH',
      /^payload does not match .*: revokedAt/,
      (key) => instead(key, { data: { ...named, revokedAt: undefined } }),
    ],
    [
      'has a value of another kind',
      'SCHEMA_MISMATCH',
      /subject invalid_format/,
      (key) => instead(key, { data: { ...named, subject: '王大爷' } }),
    ],
    [
      'is larger than any message may be',
      'OVERSIZED',
      /^larger than 900000 bytes$/,
      (key) => instead(key, { data: { ...named, filler: 'x'.repeat(MAX_MESSAGE_BYTES) } }),
    ],
    [
      'has another key than its aggregate',
      'WRONG_KEY',
      /key is not the aggregate/,
      (key) => instead(key, { subject: randomUUID() }),
    ],
    [
      'was forged by another service',
      'FORGED_PRODUCER',
      /is not its source's to send$/,
      (key) => instead(key, { source: '/lianxin/assessment' }),
    ],
    [
      'was forged by a stranger',
      'FORGED_PRODUCER',
      /no service of this platform$/,
      (key) => instead(key, { source: '王大爷' }),
    ],
  ];

  it.each(FAULTS)(
    'that %s is parked at once as %s; its key is held, other keys go on',
    async (_what, code, reason, faulty) => {
      const [key, free] = [randomUUID(), randomUUID()];
      await deliver([aMessage(key, 1), faulty(key), aMessage(key, 2), aMessage(free, 1)]);
      await deliver([aMessage(key, 3), aMessage(free, 2)]);
      await retryAll();
      expect([await applied(free), await applied(key)]).toEqual([[1, 2], [1]]);
      expect((await states()).map(([state]) => state)).toEqual(['parked', 'behind', 'behind']);
      const fault = await theFault();
      expect(fault).toMatchObject({ key, reasonCode: code, reason: expect.stringMatching(reason) });
      expect(fault.reason).not.toContain('王大爷');
      await discard(fault);
      expect(await applied(key)).toEqual([1, 2, 3]);
      expect(await states()).toEqual([]);
    },
  );

  it('on another’s topic is parked there and holds no key of the right topic', async () => {
    const [key, other] = [randomUUID(), randomUUID()];
    const astray = (of: string): IncomingMessage =>
      aMessage(of, 1, { message: { topic: 'grid-registry.grid' } });
    await deliver([astray(key), aMessage(key, 1), astray(other)]);
    expect(await applied(key)).toEqual([1]);
    expect(await states()).toEqual([
      ['parked', 'WRONG_TOPIC'],
      ['parked', 'WRONG_TOPIC'],
    ]);
    await discard(await theFault());
    await deliver([aMessage(key, 2)]);
    expect(await applied(key)).toEqual([1, 2]);
  });

  it('with a key of any length or of no text is parked like any other', async () => {
    const long = 'k'.repeat(10_000);
    for (const key of [long, 'a\0b', '']) await deliver([aMessage(key, 1), aMessage(key, 2)]);
    const free = randomUUID();
    await deliver([aMessage(free, 1)]);
    expect(await applied(free)).toEqual([1]);
    expect((await states()).filter(([state]) => state === 'parked')).toHaveLength(3);
    expect((await states()).filter(([state]) => state === 'behind')).toHaveLength(3);
  });

  it('that comes again while it is set aside is the same message', async () => {
    const key = randomUUID();
    const batch = [raw(key, 'poison'), aMessage(key, 1), aMessage(key, 2)];
    for (let times = 0; times < 3; times += 1) await deliver(batch);
    expect((await states()).map(([state]) => state)).toEqual(['parked', 'behind', 'behind']);
  });

  it('repeats a sequence under another id: the last as well as an earlier one', async () => {
    for (const sequence of [1, 2, 3]) {
      const key = randomUUID();
      await stage.fixture.sql('TRUNCATE inbox_parked');
      await deliver([1, 2, 3].map((each) => aMessage(key, each)));
      await deliver([aMessage(key, sequence, { envelope: { id: randomUUID() } }), aMessage(key, 4)]);
      expect(await applied(key)).toEqual([1, 2, 3]);
      expect(await states()).toEqual([
        ['parked', 'SEQUENCE_TAKEN'],
        ['behind', 'PREDECESSOR_MISSING'],
      ]);
      await discard(await theFault());
      expect(await applied(key)).toEqual([1, 2, 3, 4]);
    }
  });

  it('jumps: what follows waits for what is missing, with its reason, and goes on when that comes', async () => {
    const key = randomUUID();
    await deliver([aMessage(key, 1), aMessage(key, 7)]);
    expect(await states()).toEqual([['waiting', 'PREDECESSOR_MISSING']]);
    await retryAll(200);
    expect(await states()).toEqual([['parked', 'PREDECESSOR_MISSING']]);
    await deliver([2, 3, 4, 5, 6].map((sequence) => aMessage(key, sequence)));
    await retryAll();
    expect(await applied(key)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await states()).toEqual([]);
  });

  it('in the place of a real event, once discarded, leaves what follows to a republication', async () => {
    const key = randomUUID();
    await deliver([aMessage(key, 1), raw(key, 'garbled'), aMessage(key, 3), aMessage(key, 4)]);
    await discard(await theFault());
    await retryAll(200);
    expect(await applied(key)).toEqual([1]);
    expect((await states())[0]).toEqual(['parked', 'PREDECESSOR_MISSING']);
    await deliver([1, 2, 3, 4].map((sequence) => aMessage(key, sequence)));
    await retryAll();
    expect(await applied(key)).toEqual([1, 2, 3, 4]);
    expect(await states()).toEqual([]);
  });

  it('in the place of a real event that was republished before it was discarded, too', async () => {
    const key = randomUUID();
    await deliver([aMessage(key, 1), raw(key, 'garbled'), aMessage(key, 3)]);
    await deliver([1, 2, 3].map((sequence) => aMessage(key, sequence)));
    expect(await applied(key)).toEqual([1]);
    await discard(await theFault());
    expect(await applied(key)).toEqual([1, 2, 3]);
    expect(await states()).toEqual([]);
  });

  it('that was a real event is given up when it is discarded: its place is taken, and it does not come back', async () => {
    const key = randomUUID();
    const unreadable = instead(key, { type: 'grid-registry.GrantRevoked.v2' });
    await deliver([aMessage(key, 1), unreadable, aMessage(key, 3)]);
    await discard(await theFault());
    expect(await applied(key)).toEqual([1, 3]);
    await deliver([aMessage(key, 1), unreadable, aMessage(key, 3), aMessage(key, 4)]);
    expect(await applied(key)).toEqual([1, 3, 4]);
    expect(await states()).toEqual([]);
  });

  it('holds what stands behind it until the last fault is gone', async () => {
    const key = randomUUID();
    await deliver([raw(key, 'first'), aMessage(key, 1), raw(key, 'second'), aMessage(key, 2)]);
    await discard(await theFault());
    expect(await applied(key)).toEqual([1]);
    await discard(await theFault());
    expect(await applied(key)).toEqual([1, 2]);
  });

  it('goes on when it is replayed after its reader was mended', async () => {
    const key = randomUUID();
    stage.consumer.broken.add(key);
    await deliver([aMessage(key, 1)]);
    await retryAll(200);
    expect(await states()).toEqual([['parked', 'FAILED']]);
    await deliver([aMessage(key, 2)]);
    stage.consumer.broken.clear();
    await retryAll();
    expect(await applied(key)).toEqual([]);
    await stage.parked.replay((await theFault()).id, stage.fixture.clock.now());
    await retryAll();
    expect(await applied(key)).toEqual([1, 2]);
  });

  it('is not what a later minor version adds: fields that this reader does not know are dropped', async () => {
    const key = randomUUID();
    await deliver([aMessage(key, 1, { envelope: { data: { ...named, addedLater: { why: 1 } } } })]);
    expect([await applied(key), await states()]).toEqual([[1], []]);
  });

  it('from the future is applied and flagged, and never parked', async () => {
    const future = async (): Promise<number> => {
      const { values } = await (metrics.getSingleMetric('lianxin_inbox_future_events_total')?.get() ?? {
        values: [],
      });
      return values.find(({ labels }) => labels['consumer'] === stage.consumer.name)?.value ?? 0;
    };
    const key = randomUUID();
    const inMinutes = (minutes: number): string =>
      new Date(stage.fixture.clock.now().getTime() + minutes * 60_000).toISOString();
    const before = await future();
    await deliver([aMessage(key, 1, { envelope: { time: inMinutes(4) } })]);
    expect(await future()).toBe(before);
    await deliver([aMessage(key, 2, { envelope: { time: inMinutes(6) } })]);
    await deliver([aMessage(key, 2, { envelope: { time: inMinutes(6) } })]);
    expect(await future()).toBe(before + 1);
    expect([await applied(key), await states()]).toEqual([[1, 2], []]);
  });
});
