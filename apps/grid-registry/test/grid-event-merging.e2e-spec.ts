import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { anEventAfter, aReport, refusal, STEPS, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import {
  COUNTY,
  OTHER_TOWNSHIP,
  OTHER_VILLAGE,
  startGridRegistry,
  VILLAGE,
} from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const NOTE = { note: '同一处路灯，已一并派修' };
const ANSWERS = { isReached: true, isSolved: true, isSatisfied: false };
const ONE = `query ($id: ID!) { gridEvent(id: $id) {
  id state notifiedAt followUp { isSatisfied } mergedInto { id } mergedReports { id } history { transition } } }`;
const NOTIFICATIONS = `{ myNotifications(first: 100) { edges { node { kind gridEvent { id } } } } }`;
const REVEAL = `mutation ($input: RevealPersonalDataInput!) { answer: revealPersonalData(input: $input) { field words } }`;

interface Seen {
  readonly gridEvent: {
    readonly id: string;
    readonly state: string;
    readonly notifiedAt: string | null;
    readonly followUp: { readonly isSatisfied: boolean | null } | null;
    readonly mergedInto: { readonly id: string } | null;
    readonly mergedReports: readonly { readonly id: string }[];
    readonly history: readonly { readonly transition: string }[];
  };
}

describe('merging', () => {
  let place: Place;
  let neighbour: TestClient;

  beforeAll(async () => {
    place = await startGridRegistry();
    neighbour = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
  });
  afterAll(() => place.service.stop());

  const aResidentsReport = (who: TestClient, over: Record<string, unknown> = {}): Promise<EventAnswer> =>
    take(who, 'report', aReport({ areaCode: VILLAGE, source: 'RESIDENT', ...over }));
  const see = async (who: TestClient, id: string): Promise<Seen['gridEvent']> =>
    (await who.get<Seen>(ONE, { id })).gridEvent;
  const merge = (id: string, intoGridEventId: string, who = place.township): Promise<EventAnswer> =>
    take(who, 'merge', { gridEventId: id, intoGridEventId, ...NOTE });
  const mergeRefused = (id: string, intoGridEventId: string, who = place.township): Promise<string> =>
    refusal(who, 'merge', { gridEventId: id, intoGridEventId, ...NOTE });
  const told = async (who: TestClient, id: string): Promise<string[]> => {
    const answer = await who.get<{
      myNotifications: { edges: { node: { kind: string; gridEvent: { id: string } | null } }[] };
    }>(NOTIFICATIONS);
    const nodes = answer.myNotifications.edges.map(({ node }) => node);
    return nodes.flatMap(({ kind, gridEvent }) => (gridEvent?.id === id ? [kind] : []));
  };
  const ownWords = async (who: TestClient, id: string): Promise<string[]> => {
    const input = { requestId: randomUUID(), gridEventId: id, purpose: 'OWN' };
    const { answer } = await who.get<{ answer: { words: string }[] }>(REVEAL, { input });
    return answer.map(({ words }) => words);
  };

  /** A main event with two reports of residents in it. */
  async function merged(): Promise<{ main: EventAnswer; mine: EventAnswer; theirs: EventAnswer }> {
    const main = await anEventAfter(place, 'report');
    const mine = await aResidentsReport(place.resident);
    const theirs = await aResidentsReport(neighbour);
    for (const { id } of [mine, theirs]) expect((await merge(id, main.id)).state).toBe('MERGED');
    return { main, mine, theirs };
  }
  async function settle(main: EventAnswer): Promise<void> {
    const gridEventId = main.id;
    await take(place.township, 'accept', { gridEventId });
    await take(place.township, 'dispatch', { gridEventId, departmentId: place.departmentId });
    await take(place.department, 'reportDone', { gridEventId, ...NOTE });
    await take(place.worker, 'verify', { gridEventId, ...NOTE });
    await take(place.township, 'notify', { gridEventId, ...NOTE });
  }

  it('tells every reporter the result, and asks each of them', async () => {
    const { main, mine, theirs } = await merged();
    expect(await refusal(place.county, 'followUp', { gridEventId: mine.id, ...ANSWERS })).toBe(
      'ILLEGAL_TRANSITION',
    );
    await settle(main);
    for (const [who, { id }] of [
      [place.resident, mine],
      [neighbour, theirs],
    ] as const) {
      expect(await told(who, id)).toEqual(['RESULT']);
      expect(await ownWords(who, id)).toContain(NOTE.note);
      const answered = await take(place.county, 'followUp', { gridEventId: id, ...ANSWERS });
      expect(answered.state).toBe('MERGED');
      const seen = await see(who, id);
      expect(seen).toMatchObject({ state: 'MERGED', followUp: { isSatisfied: false } });
      expect(seen.history.map(({ transition }) => transition)).toEqual([
        'GridEventReported',
        'GridEventMerged',
        'GridEventResultNotified',
        'GridEventFollowedUp',
      ]);
    }
    expect(await told(neighbour, mine.id)).toEqual([]);
  });

  it('lets nobody ask who handled the main event', async () => {
    const { main, mine } = await merged();
    const both = await place.service.signIn(
      { role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY, departmentId: place.departmentId },
      { role: Role.COUNTY_COMMAND, areaCode: COUNTY },
    );
    const gridEventId = main.id;
    await take(place.township, 'accept', { gridEventId });
    await take(place.township, 'dispatch', { gridEventId, departmentId: place.departmentId });
    await take(both, 'reportDone', { gridEventId, ...NOTE });
    await take(place.worker, 'verify', { gridEventId, ...NOTE });
    await take(place.township, 'notify', { gridEventId, ...NOTE });
    expect(await refusal(both, 'followUp', { gridEventId: mine.id, ...ANSWERS })).toBe('FOLLOW_UP_BY_PARTY');
  });

  it('tells and asks anew when the main event was opened again', async () => {
    const { main, mine } = await merged();
    await settle(main);
    await take(place.county, 'followUp', { gridEventId: mine.id, ...ANSWERS });
    const gridEventId = main.id;
    await take(place.county, 'reopen', { gridEventId, ...NOTE });
    await take(place.township, 'dispatch', { gridEventId, departmentId: place.departmentId });
    await take(place.department, 'reportDone', { gridEventId, ...NOTE });
    await take(place.worker, 'verify', { gridEventId, ...NOTE });
    await take(place.township, 'notify', { gridEventId, ...NOTE });
    expect(await told(place.resident, mine.id)).toEqual(['RESULT', 'RESULT']);
    expect((await see(place.resident, mine.id)).followUp).toBeNull();
    expect((await take(place.county, 'followUp', { gridEventId: mine.id, ...ANSWERS })).state).toBe('MERGED');
  });

  it('shows what is merged to those alone who may read it', async () => {
    const { main, mine, theirs } = await merged();
    const seen = await see(place.township, main.id);
    expect(seen.mergedReports.map(({ id }) => id).sort()).toEqual([mine.id, theirs.id].sort());
    expect((await see(place.township, mine.id)).mergedInto).toEqual({ id: main.id });
    expect((await see(place.resident, mine.id)).mergedInto).toBeNull();
    expect((await see(place.worker, main.id)).mergedReports).toEqual([]);
  });

  it('unmerges: it waits to be accepted on its own, with a deadline of its own', async () => {
    const { main, mine, theirs } = await merged();
    place.service.clock.advance({ days: 1 });
    const apart = await take(place.township, 'unmerge', { gridEventId: mine.id, ...NOTE });
    expect(apart.state).toBe('REPORTED');
    expect(Date.parse(apart.dueAt)).toBeGreaterThan(Date.parse(mine.dueAt));
    expect((await see(place.township, main.id)).mergedReports).toEqual([{ id: theirs.id }]);
    expect((await take(place.township, 'accept', { gridEventId: mine.id })).state).toBe('ACCEPTED');
    expect(await refusal(place.township, 'unmerge', { gridEventId: mine.id, ...NOTE })).toBe(
      'ILLEGAL_TRANSITION',
    );
    place.service.clock.set('2026-03-02T02:00:00Z');
  });

  it('refuses them together, each with the reason and each for itself', async () => {
    const { main, mine } = await merged();
    const accepted = await aResidentsReport(neighbour);
    await take(place.township, 'accept', { gridEventId: accepted.id });
    await merge(accepted.id, main.id);
    await take(place.township, 'refuse', { gridEventId: main.id, note: '不属于网格职责' });
    expect(await see(place.resident, mine.id)).toMatchObject({ state: 'REFUSED', mergedInto: null });
    expect(await told(place.resident, mine.id)).toEqual(['REFUSAL']);
    expect(await ownWords(place.resident, mine.id)).toContain('不属于网格职责');
    expect(await see(neighbour, accepted.id)).toMatchObject({ state: 'REPORTED', mergedInto: null });
    expect(await told(neighbour, accepted.id)).toEqual([]);
    expect((await see(place.township, main.id)).mergedReports).toEqual([]);
  });

  it.each([
    ['confidential', { confidentiality: 'CONFIDENTIAL' }],
    ['anonymous', { confidentiality: 'ANONYMOUS', answerBy: 'SLIP' }],
    ['about an official', { concerns: { areaCode: VILLAGE } }],
  ])('refuses what is %s, either way, and loses nothing', async (_what, over) => {
    const open = await anEventAfter(place, 'report');
    const kept = await aResidentsReport(place.resident, over);
    const before = [await see(place.township, open.id), await see(place.township, kept.id)];
    expect(await mergeRefused(kept.id, open.id)).toBe('CONFIDENTIAL_NOT_MERGEABLE');
    expect(await mergeRefused(open.id, kept.id)).toBe('CONFIDENTIAL_NOT_MERGEABLE');
    expect([await see(place.township, open.id), await see(place.township, kept.id)]).toEqual(before);
  });

  it('is done by whoever may dispatch both, and by nobody who may not see one', async () => {
    const [one, other] = [await anEventAfter(place, 'report'), await anEventAfter(place, 'report')];
    for (const who of [place.worker, place.resident])
      expect(await mergeRefused(one.id, other.id, who)).toBe('FORBIDDEN');
    const elsewhere = await take(
      place.county,
      'report',
      aReport({ areaCode: OTHER_VILLAGE, source: 'SUPERIOR' }),
    );
    expect(await mergeRefused(one.id, elsewhere.id, place.villageOfficer)).toBe('NOT_FOUND');
    await take(place.county, 'escalate', { gridEventId: other.id, ...NOTE });
    await take(place.county, 'escalate', { gridEventId: other.id, ...NOTE });
    expect(await mergeRefused(one.id, other.id)).toBe('FORBIDDEN');
    await merge(one.id, other.id, place.county);
    expect(await refusal(place.township, 'unmerge', { gridEventId: one.id, ...NOTE })).toBe('FORBIDDEN');
    const complaint = await aResidentsReport(place.resident, { concerns: { areaCode: VILLAGE } });
    expect(await mergeRefused(complaint.id, one.id, place.villageOfficer)).toBe('NOT_FOUND');
  });

  it('tells also those whom the teller may not see', async () => {
    const areaCode = `${OTHER_TOWNSHIP}001`;
    const farNeighbour = await place.service.signIn({ role: Role.RESIDENT, areaCode });
    const far = await take(farNeighbour, 'report', aReport({ areaCode, source: 'RESIDENT' }));
    const main = await anEventAfter(place, 'report');
    await merge(far.id, main.id, place.county);
    expect((await see(place.township, main.id)).mergedReports).toEqual([]);
    await settle(main);
    expect(await told(farNeighbour, far.id)).toEqual(['RESULT']);
    expect(await place.township.refusal(ONE, { id: far.id })).toBe('NOT_FOUND');
  });

  it('refuses what would make no sense', async () => {
    const { main, mine } = await merged();
    const other = await anEventAfter(place, 'report');
    expect(await mergeRefused(main.id, main.id)).toBe('MERGE_INTO_ITSELF');
    expect(await mergeRefused(other.id, mine.id)).toBe('MERGE_TARGET_ENDED');
    expect(await mergeRefused(main.id, other.id)).toBe('MERGE_CHAIN');
    const mediation = await anEventAfter(place, 'report', { kind: 'MEDIATION', category: 'DISPUTE' });
    expect(await mergeRefused(other.id, mediation.id)).toBe('MERGE_KINDS_DIFFER');
    const ended = await anEventAfter(place, 'notify');
    expect(await mergeRefused(other.id, ended.id)).toBe('MERGE_TARGET_ENDED');
    expect(await mergeRefused(ended.id, other.id)).toBe('ILLEGAL_TRANSITION');
    expect(await mergeRefused(other.id, randomUUID())).toBe('NOT_FOUND');
    expect(await mergeRefused('x', other.id)).toBe('MALFORMED_ID');
  });

  it('hides no late event in one that is not late', async () => {
    const late = await anEventAfter(place, 'report');
    place.service.clock.advance({ days: 20 });
    const fresh = await anEventAfter(place, 'report');
    expect(await mergeRefused(late.id, fresh.id)).toBe('MERGE_TOO_LATE');
    expect((await merge(fresh.id, late.id)).state).toBe('MERGED');
    place.service.clock.set('2026-03-02T02:00:00Z');
  });

  it('joins no more than policy allows, whoever comes first', async () => {
    const main = await anEventAfter(place, 'report');
    await place.service.sql(`UPDATE grid_event SET merged_count = 49 WHERE id = $1`, [main.id]);
    const both = await Promise.all([anEventAfter(place, 'report'), anEventAfter(place, 'report')]);
    const answers = await Promise.all(
      both.map(({ id }) =>
        place.township.ask<{ answer: EventAnswer }>(STEPS.merge, {
          input: { requestId: randomUUID(), gridEventId: id, intoGridEventId: main.id, ...NOTE },
        }),
      ),
    );
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'MERGED').sort();
    expect(codes).toEqual(['MERGED', 'MERGED_REPORTS_USED_UP']);
  });

  it('answers a repeated request by what it did', async () => {
    const [one, main] = [await anEventAfter(place, 'report'), await anEventAfter(place, 'report')];
    const input = { requestId: randomUUID(), gridEventId: one.id, intoGridEventId: main.id, ...NOTE };
    for (let time = 0; time < 2; time += 1)
      expect(await place.township.get(STEPS.merge, { input })).toMatchObject({ answer: { state: 'MERGED' } });
    expect((await see(place.township, main.id)).mergedReports).toEqual([{ id: one.id }]);
  });

  it('says in the journal what was joined to what, in codes alone', async () => {
    const { main, mine } = await merged();
    await take(place.township, 'unmerge', { gridEventId: mine.id, ...NOTE });
    const sent = (await place.service.drainOutbox()).filter(({ subject }) => subject === mine.id);
    expect(sent.slice(-2).map(({ type, data }) => ({ type, data }))).toMatchObject([
      {
        type: 'grid-registry.GridEventMerged.v1',
        data: { mergedIntoId: main.id, toState: 'MERGED', departmentId: null },
      },
      {
        type: 'grid-registry.GridEventUnmerged.v1',
        data: { mergedIntoId: main.id, toState: 'REPORTED', areaCode: VILLAGE },
      },
    ]);
    expect(JSON.stringify(sent)).not.toContain(NOTE.note);
  });
});
