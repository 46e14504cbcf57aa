import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { GatewayUnderTest } from './gateway-under-test.js';
import { listen } from './subscription-clients.js';
import type { Listening, Transport } from './subscription-clients.js';

const OFFICERS = 'township officers of 361104111';
const COMMAND = 'county command of 361104';
const FIELDS = 'cursor gridEvent { id state }';
const CHECK_MS = 2_000;

interface Somebody {
  readonly subject: string;
  readonly listening: Listening;
}

describe.each<Transport>(['WebSocket', 'event stream'])('pulls shared over %s', (transport) => {
  let gateway: GatewayUnderTest;
  let people: Somebody[] = [];

  beforeAll(async () => {
    gateway = await GatewayUnderTest.start({
      SUBSCRIPTION_POLL_MS: '60000',
      AUDIENCE_CHECK_MS: String(CHECK_MS),
    });
  });
  afterAll(() => gateway.stop());
  beforeEach(() => {
    gateway.registry.state.posts.clear();
    gateway.registry.state.concerned.clear();
    gateway.registry.state.forbidden.clear();
  });
  afterEach(() => {
    gateway.registry.state.delayMs = 0;
    for (const { listening } of people) listening.stop();
    people = [];
  });

  const cursorOfNow = (): string => `c${gateway.registry.state.journal.length}`;
  const lastId = (): string => gateway.registry.state.journal.at(-1)?.gridEventId ?? '';

  async function subscribe(posts: string | null, fields = FIELDS): Promise<Somebody> {
    const subject = randomUUID();
    if (posts !== null) gateway.registry.state.posts.set(subject, posts);
    const query = `subscription ($after: String) { gridEventChanged(areaCode: "361104", after: $after) { ${fields} } }`;
    const authorization = await gateway.bearer(subject);
    const asked = gateway.registry.state.askers.length;
    const listening = listen(gateway, transport, authorization, {
      query,
      variables: { after: cursorOfNow() },
    });
    const someone = { subject, listening };
    people.push(someone);
    await listening.until(
      () => gateway.registry.state.askers.slice(asked).includes(subject),
      'its first look',
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    return someone;
  }

  /** An event happens; answers who asked the feed for it. */
  async function report(receivers: readonly Somebody[]): Promise<string[]> {
    const before = receivers.map(({ listening }) => listening.ids.length);
    const asked = gateway.registry.state.pagesAskedBy.length;
    gateway.registry.state.report(1);
    await gateway.transport.reported();
    for (const [index, { listening }] of receivers.entries())
      await listening.until(() => listening.ids.length > (before[index] ?? 0), 'the change');
    return gateway.registry.state.pagesAskedBy.slice(asked);
  }

  it('are one for all persons who hold equal posts, and bring each of them the same', async () => {
    const equals = [await subscribe(OFFICERS), await subscribe(OFFICERS), await subscribe(OFFICERS)];
    const other = await subscribe(COMMAND);
    expect(await report([...equals, other])).toHaveLength(2);
    for (const { listening } of [...equals, other]) expect(listening.ids).toEqual([lastId()]);
    expect(equals[2]?.listening.received).toEqual(equals[0]?.listening.received);
  });

  it('are not shared by those who see what is theirs alone', async () => {
    const [one, two] = [await subscribe(null), await subscribe(null)];
    const asked = await report([one, two]);
    expect([...asked].sort()).toEqual([one.subject, two.subject].sort());
  });

  it('are not shared when what is selected depends on the person', async () => {
    const fields = 'cursor gridEvent { id followUp }';
    const [one, two] = [await subscribe(OFFICERS, fields), await subscribe(OFFICERS, fields)];
    await report([one, two]);
    for (const { subject, listening } of [one, two])
      expect(listening.received[0]).toMatchObject({
        data: { gridEventChanged: { gridEvent: { followUp: `of ${subject}` } } },
      });
  });

  it('bring an event to all but the one whom it is about, who learns nothing of it', async () => {
    const official = await subscribe(OFFICERS);
    const others = [await subscribe(OFFICERS), await subscribe(OFFICERS)];
    await report([official, ...others]);
    const seen = official.listening.received.length;
    gateway.registry.state.concerned.set(
      `event-${gateway.registry.state.journal.length + 1}`,
      official.subject,
    );
    await report(others);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(official.listening.received).toHaveLength(seen);
    const asked = await report([official, ...others]);
    expect(official.listening.ids.at(-1)).toBe(lastId());
    expect(asked).toContain(official.subject);
    expect(asked.filter((subject) => subject !== official.subject)).toHaveLength(2);
    expect(await report([official, ...others])).toHaveLength(2);
  });

  it.each(['revoked', 'changed'])(
    'are not handed to whose posts were %s between the pull and its answer',
    async (how) => {
      const [puller, other] = [await subscribe(OFFICERS), await subscribe(OFFICERS)];
      await report([puller, other]);
      const seen = other.listening.ids.length;
      gateway.registry.state.delayMs = 150;
      const told = report([puller]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      gateway.registry.state.forbidden.add(other.subject);
      if (how === 'revoked') await gateway.transport.revoked(other.subject);
      else await gateway.transport.given(other.subject);
      await told;
      await other.listening.until(() => other.listening.lastError !== undefined, 'the end');
      expect(other.listening.ids).toHaveLength(seen);
      expect(other.listening.lastError).toMatchObject({ code: 'GRANT_REVOKED' });
    },
  );

  it('do not end for the others when the one whose token was used may see no more', async () => {
    const [puller, other] = [await subscribe(OFFICERS), await subscribe(OFFICERS)];
    await report([puller, other]);
    gateway.registry.state.forbidden.add(puller.subject);
    await report([other]);
    await puller.listening.until(() => puller.listening.lastError !== undefined, 'the end');
    expect(other.listening.lastError).toBeUndefined();
    expect(other.listening.ids.at(-1)).toBe(lastId());
  });

  it('end for whose posts are gone without an event that told of it, before the audience is old', async () => {
    const [, other] = [await subscribe(OFFICERS), await subscribe(OFFICERS)];
    gateway.registry.state.forbidden.add(other.subject);
    await other.listening.until(() => other.listening.lastError !== undefined, 'the end');
    expect(other.listening.lastError).toMatchObject({ code: 'GRANT_REVOKED' });
  });

  it('follow a post that was given to another audience', async () => {
    const [stays, moves] = [await subscribe(OFFICERS), await subscribe(OFFICERS)];
    expect(await report([stays, moves])).toHaveLength(1);
    gateway.registry.state.posts.set(moves.subject, COMMAND);
    await gateway.transport.given(moves.subject);
    expect([...(await report([stays, moves]))].sort()).toEqual([stays.subject, moves.subject].sort());
  });
});
