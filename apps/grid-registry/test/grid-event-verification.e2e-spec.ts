import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { anEventAfter, aReport, refusal, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import { COUNTY, GRID, startGridRegistry } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const NOTE = { note: '现场已查看' };
const ANSWERED = { isReached: true, isSolved: true, isSatisfied: true };

describe('verifying and following up a grid event', () => {
  let place: Place;
  /** Works in the department and, as a grid worker, where the events are. */
  let both: TestClient;

  beforeAll(async () => {
    place = await startGridRegistry();
    both = await place.service.signIn(
      { role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY, departmentId: place.departmentId },
      { role: Role.GRID_WORKER, areaCode: GRID },
    );
  });
  afterAll(() => place.service.stop());

  async function aDispatchedEvent(): Promise<EventAnswer> {
    return anEventAfter(place, 'dispatch');
  }
  const grantsOf = async (who: TestClient): Promise<{ id: string; role: string }[]> =>
    (await who.get<{ myGrants: { id: string; role: string }[] }>(`{ myGrants { id role } }`)).myGrants;

  it.each(['verify', 'failVerification'] as const)(
    'lets no handler %s, under whatever post',
    async (step) => {
      const { id: gridEventId } = await aDispatchedEvent();
      await take(both, 'reportDone', { gridEventId, ...NOTE });
      expect(await refusal(both, step, { gridEventId, ...NOTE })).toBe('HANDLER_CANNOT_VERIFY');
      const worker = (await grantsOf(both)).find(({ role }) => role === 'GRID_WORKER')?.id ?? '';
      const asWorker = both.with({ 'lianxin-acting-grant': worker });
      expect(await refusal(asWorker, step, { gridEventId, ...NOTE })).toBe('HANDLER_CANNOT_VERIFY');
      expect((await take(place.worker, 'verify', { gridEventId, ...NOTE })).state).toBe('VERIFIED');
    },
  );

  it('remembers who only started the work, and who worked on it before it was returned or reopened', async () => {
    const { id: gridEventId } = await aDispatchedEvent();
    await take(both, 'start', { gridEventId });
    await take(both, 'return', { gridEventId, ...NOTE });
    await take(place.township, 'dispatch', { gridEventId, departmentId: place.departmentId });
    await take(place.department, 'reportDone', { gridEventId, ...NOTE });
    expect(await refusal(both, 'verify', { gridEventId, ...NOTE })).toBe('HANDLER_CANNOT_VERIFY');
  });

  it('is the grid worker’s or the dispatcher’s to do, and no other officer’s', async () => {
    const first = await anEventAfter(place, 'reportDone');
    const otherOfficer = await place.service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: '361104111' });
    expect(await refusal(otherOfficer, 'verify', { gridEventId: first.id, ...NOTE })).toBe('FORBIDDEN');
    expect(await refusal(place.resident, 'verify', { gridEventId: first.id, ...NOTE })).toBe('FORBIDDEN');
    expect((await take(place.township, 'verify', { gridEventId: first.id, ...NOTE })).state).toBe('VERIFIED');
  });

  it('sends work that was not done back to its handler', async () => {
    const event = await anEventAfter(place, 'reportDone');
    const back = await take(place.worker, 'failVerification', { gridEventId: event.id, ...NOTE });
    expect(back.state).toBe('UNDER_WAY');
    const [row] = await place.service.sql(`SELECT * FROM grid_event WHERE id = $1`, [event.id]);
    expect(row).toMatchObject({
      reported_done_at: null,
      resolved_at: null,
      department_id: place.departmentId,
    });
    expect((await take(place.department, 'reportDone', { gridEventId: event.id, ...NOTE })).state).toBe(
      'REPORTED_DONE',
    );
  });

  it('lets neither handler nor reporter do the follow-up', async () => {
    const twoHats = await place.service.signIn(
      { role: Role.COUNTY_COMMAND, areaCode: COUNTY },
      { role: Role.GRID_WORKER, areaCode: GRID },
    );
    const settled = await take(twoHats, 'settleOnTheSpot', { ...aReport(), ...NOTE });
    expect(await refusal(twoHats, 'followUp', { gridEventId: settled.id, ...ANSWERED })).toBe(
      'FOLLOW_UP_BY_PARTY',
    );
    const reported = await take(twoHats, 'report', aReport());
    await place.service.sql(`UPDATE grid_event SET state = 'RESULT_NOTIFIED' WHERE id = $1`, [reported.id]);
    expect(await refusal(twoHats, 'followUp', { gridEventId: reported.id, ...ANSWERED })).toBe(
      'FOLLOW_UP_BY_PARTY',
    );
    expect((await take(place.county, 'followUp', { gridEventId: reported.id, ...ANSWERED })).state).toBe(
      'FOLLOWED_UP',
    );
  });

  it.each([
    { isReached: true },
    { isReached: true, isSolved: true },
    { isReached: true, isSatisfied: false },
    { isReached: false, isSolved: false, isSatisfied: false },
    { isReached: false, isSatisfied: true },
  ])('takes no answers that contradict each other: %j', async (answers) => {
    const event = await anEventAfter(place, 'notify');
    const code = await refusal(place.county, 'followUp', { gridEventId: event.id, ...answers });
    expect(code).toBe('FOLLOW_UP_ANSWER_INCONSISTENT');
  });

  it('keeps the reporter’s own answers, and none of who was not reached', async () => {
    const followUpOf = async (answers: Record<string, boolean>): Promise<unknown> => {
      const { id } = await anEventAfter(place, 'notify');
      await take(place.county, 'followUp', { gridEventId: id, ...answers });
      const document = `query ($id: ID!) { gridEvent(id: $id) { followUp { isReached isSolved isSatisfied } } }`;
      return (await place.county.get<{ gridEvent: { followUp: unknown } }>(document, { id })).gridEvent
        .followUp;
    };
    const unhappy = { isReached: true, isSolved: true, isSatisfied: false };
    expect(await followUpOf(unhappy)).toEqual(unhappy);
    expect(await followUpOf({ isReached: false })).toEqual({
      isReached: false,
      isSolved: null,
      isSatisfied: null,
    });
  });
});
