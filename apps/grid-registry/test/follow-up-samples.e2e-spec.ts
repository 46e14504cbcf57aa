import { createHash, createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { anEventAfter } from './grid-event.builder.js';
import { COUNTY, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';
import { storeEvents } from './stored-events.builder.js';

const FIELDS = `id seed populationCount populationDigest drawn { rank gridEventId
  original { isReached isSatisfied } check { isReached isSatisfied isDifferent role } }`;
const DRAW = `mutation ($input: DrawFollowUpSampleInput!) { answer: drawFollowUpSample(input: $input) { ${FIELDS} } }`;
const CHECK = `mutation ($input: RecordFollowUpSpotCheckInput!) { answer: recordFollowUpSpotCheck(input: $input) { ${FIELDS} } }`;
const ONE = `query ($id: ID!) { answer: followUpSample(id: $id) { ${FIELDS} } }`;
const MARCH = { areaCode: COUNTY, from: '2026-02-01', to: '2026-03-01' };

interface Sample {
  readonly id: string;
  readonly seed: string;
  readonly populationCount: number;
  readonly populationDigest: string;
  readonly drawn: readonly { rank: number; gridEventId: string; check: Record<string, unknown> | null }[];
}

describe('samples of follow-ups', () => {
  let place: Place;
  let auditor: TestClient;
  let population: string[];

  beforeAll(async () => {
    place = await startGridRegistry();
    auditor = await place.service.signIn({ role: Role.AUDITOR, areaCode: COUNTY });
    const closed = { state: 'CLOSED', is_reached: true, is_solved: true, is_satisfied: true };
    const times = Array.from(
      { length: 30 },
      (_, day) => `2026-02-${String(1 + (day % 28)).padStart(2, '0')}`,
    );
    const events = await storeEvents(place.service, [
      ...times.map((day) => ({ ...closed, closed_at: `${day}T03:00:00Z` })),
      { ...closed, closed_at: '2026-03-01T03:00:00Z' },
      { ...closed, closed_at: '2026-01-31T15:59:59Z' },
      { state: 'CLOSED', closed_at: '2026-02-05T03:00:00Z' },
    ]);
    population = events.slice(0, times.length).map(({ id }) => id);
  });
  afterAll(() => place.service.stop());

  const input = (over: Record<string, unknown> = {}): { input: Record<string, unknown> } => ({
    input: { requestId: randomUUID(), ...MARCH, size: 5, ...over },
  });
  const drawnBy = async (who: TestClient, over: Record<string, unknown> = {}): Promise<Sample> =>
    (await who.get<{ answer: Sample }>(DRAW, input(over))).answer;

  it('are drawn so that anybody with the same records draws the same', async () => {
    const { seed, drawn, populationCount, populationDigest } = await drawnBy(place.county);
    const drawnWith = (value: string): string[] => {
      const order = (id: string): string => createHmac('sha256', value).update(id).digest('hex');
      return [...population].sort((a, b) => (order(a) < order(b) ? -1 : 1)).slice(0, 5);
    };
    expect(drawn.map(({ gridEventId }) => gridEventId)).toEqual(drawnWith(seed));
    const digest = createHash('sha256');
    for (const id of [...population].sort()) digest.update(`${id}\n`);
    expect([populationCount, populationDigest]).toEqual([30, digest.digest('hex')]);
    const another = await drawnBy(auditor);
    expect(another.seed).not.toBe(seed);
    expect(another.drawn.map(({ gridEventId }) => gridEventId)).toEqual(drawnWith(another.seed));
  });

  it('are recorded with the seed that nobody chose, and stay what they are when asked again', async () => {
    const command = input();
    const { answer } = await auditor.get<{ answer: Sample }>(DRAW, command);
    expect(answer.seed).toMatch(/^[0-9a-f]{32}$/);
    expect((await auditor.get<{ answer: Sample }>(DRAW, command)).answer).toEqual(answer);
    const [entry] = await place.service.sql<{ data: object }>(
      `SELECT data FROM journal_entry WHERE aggregate_id = $1`,
      [answer.id],
    );
    const gridEventIds = answer.drawn.map(({ gridEventId }) => gridEventId);
    expect(entry?.data).toMatchObject({
      seed: answer.seed,
      populationDigest: answer.populationDigest,
      gridEventIds,
    });
  });

  it('hold nothing that is kept from somebody', async () => {
    const [hidden = ''] = population;
    await place.service.sql(`UPDATE grid_event SET restricted_to = '${TOWNSHIP}' WHERE id = $1`, [hidden]);
    const sample = await drawnBy(place.county, { size: 100 });
    expect(sample.drawn.map(({ gridEventId }) => gridEventId)).not.toContain(hidden);
    expect(sample.populationCount).toBe(29);
    await place.service.sql(`UPDATE grid_event SET restricted_to = NULL WHERE id = $1`, [hidden]);
  });

  it.each([
    ['a period that is not over', { to: '2026-03-03' }, 'SAMPLE_PERIOD_OPEN'],
    ['a period backwards', { from: '2026-03-01', to: '2026-02-01' }, 'PERIOD_MALFORMED'],
    ['nothing', { size: 0 }, 'SAMPLE_SIZE_INVALID'],
    ['more than policy allows', { size: 201 }, 'SAMPLE_SIZE_INVALID'],
    ['another county', { areaCode: '3611' }, 'FORBIDDEN'],
  ])('are not drawn from or of %s', async (_what, over, code) => {
    expect(await place.county.refusal(DRAW, input(over))).toBe(code);
  });

  it('are drawn and seen by nobody who is scored', async () => {
    const { id } = await drawnBy(auditor);
    for (const who of [place.township, place.villageOfficer, place.worker, place.department]) {
      expect(await who.refusal(DRAW, input({ areaCode: VILLAGE }))).toBe('FORBIDDEN');
      expect(await who.refusal(ONE, { id })).toBe('FORBIDDEN');
    }
  });

  describe('are checked', () => {
    let sample: Sample;
    let gridEventId: string;

    beforeAll(async () => {
      place.service.clock.set('2026-03-02T02:00:00Z');
      gridEventId = (await anEventAfter(place, 'close')).id;
      place.service.clock.set('2026-03-05T02:00:00Z');
      sample = await drawnBy(auditor, { from: '2026-03-02', to: '2026-03-03' });
    });
    const check = (over: Record<string, unknown>): { input: Record<string, unknown> } => ({
      input: { requestId: randomUUID(), sampleId: sample.id, gridEventId, isReached: false, ...over },
    });

    it('by nobody who handled, reported or followed up', async () => {
      expect(sample.drawn.map((each) => each.gridEventId)).toEqual([gridEventId]);
      expect(await place.county.refusal(CHECK, check({}))).toBe('SPOT_CHECK_BY_FOLLOWER');
      const both = await place.service.signIn(
        { role: Role.COUNTY_COMMAND, areaCode: COUNTY },
        { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE },
      );
      expect(await both.refusal(CHECK, check({}))).toBe('FOLLOW_UP_BY_PARTY');
      expect(await place.township.refusal(CHECK, check({}))).toBe('FORBIDDEN');
    });

    it('with answers that fit, of what was drawn', async () => {
      expect(await auditor.refusal(CHECK, check({ isReached: true, isSolved: true }))).toBe(
        'FOLLOW_UP_ANSWER_INCONSISTENT',
      );
      const [other = ''] = population;
      expect(await auditor.refusal(CHECK, check({ gridEventId: other }))).toBe('NOT_FOUND');
    });

    it('once, with the difference beside what it was', async () => {
      const answers = { isReached: true, isSolved: true, isSatisfied: false };
      const { answer } = await auditor.get<{ answer: Sample }>(CHECK, check(answers));
      const checked = { isReached: true, isSatisfied: false, isDifferent: true, role: 'AUDITOR' };
      const original = { isReached: true, isSatisfied: true };
      expect(answer.drawn).toEqual([{ rank: 1, gridEventId, original, check: checked }]);
      expect(await auditor.refusal(CHECK, check(answers))).toBe('ALREADY_SPOT_CHECKED');
      const [event] = await place.service.sql(`SELECT is_satisfied FROM grid_event WHERE id = $1`, [
        gridEventId,
      ]);
      expect(event).toEqual({ is_satisfied: true });
      const [told] = await place.service.sql(
        `SELECT data->>'isDifferent' AS different FROM journal_entry WHERE aggregate_id = $1 AND type LIKE '%SpotChecked%'`,
        [sample.id],
      );
      expect(told).toEqual({ different: 'true' });
    });
  });
});
