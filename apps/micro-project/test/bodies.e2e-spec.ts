import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NEIGHBOUR, VILLAGE } from './area.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aDecision, aSubmittedProject, refusal, someTerms, take } from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql(`TRUNCATE project, envelope CASCADE`);
  await place.service.sql(`DELETE FROM document`);
});
afterAll(() => place.service.stop());

const SET = `mutation ($input: SetBodyMembersInput!) { answer: setBodyMembers(input: $input) { id validFrom memberIds } }`;
const BODIES = `query ($areaCode: String!) { decidingBodies(areaCode: $areaCode) { kind areaCode memberIds } }`;

const people = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
const aBody = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...{ requestId: randomUUID(), kind: 'VILLAGE_TWO_COMMITTEES', areaCode: VILLAGE, memberIds: people(3) },
  ...over,
});
const set = async (over: Record<string, unknown> = {}) =>
  (
    await place.township.get<{ answer: { validFrom: string; memberIds: string[] } }>(SET, {
      input: aBody(over),
    })
  ).answer;

describe('a deciding body', () => {
  it('that sits already changes tomorrow at the earliest, so that nobody is put on it for a meeting of today', async () => {
    const memberIds = people(3);
    expect(await set({ memberIds })).toMatchObject({ validFrom: '2026-03-03', memberIds });
    const today = { input: aBody({ validFrom: '2026-03-02' }) };
    expect(await place.township.refusal(SET, today)).toBe('BODY_BACKDATED');
    const id = await aSubmittedProject(place);
    const byNew = (heldOn: string) => aDecision(place, id, { meeting: { heldOn, presentIds: memberIds } });
    expect(await refusal(place.villageOfficer, 'decide', await byNew('2026-03-02'))).toBe('NOT_A_MEMBER');
    place.service.clock.set('2026-03-03T02:00:00Z');
    expect(await take(place.villageOfficer, 'decide', await byNew('2026-03-03'))).toMatchObject({
      state: 'DECIDED',
    });
  });

  it('that was never registered sits at once', async () => {
    await place.service.sql('DELETE FROM body WHERE area_code = $1', [NEIGHBOUR]);
    const first = { areaCode: NEIGHBOUR };
    expect(await set(first)).toMatchObject({ validFrom: '2026-03-02' });
    expect(await set(first)).toMatchObject({ validFrom: '2026-03-03' });
  });

  it('is answered as it was set when the command is repeated', async () => {
    const input = aBody({ validFrom: '2026-04-01' });
    const once = await place.township.get(SET, { input });
    expect(await place.township.get(SET, { input })).toEqual(once);
    expect(once).toMatchObject({ answer: { validFrom: '2026-04-01', memberIds: input['memberIds'] } });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['of two', { memberIds: people(2) }, 'BODY_MEMBERS'],
    ['of fifty-one', { memberIds: people(51) }, 'BODY_MEMBERS'],
    [
      'with somebody twice',
      { memberIds: [...people(2), ...Array<string>(2).fill(randomUUID())] },
      'BODY_MEMBERS',
    ],
    ['with somebody who is none', { memberIds: [...people(3), '王'] }, 'MALFORMED_ID'],
    ['of another level', { kind: 'TOWNSHIP_PARTY_COMMITTEE' }, 'BODY_LEVEL'],
    ['since yesterday', { validFrom: '2026-03-01' }, 'BODY_BACKDATED'],
    ['since no day', { validFrom: '2026-3-9' }, 'BODY_BACKDATED'],
    ['of nowhere', { areaCode: '36110' }, 'AREA_CODE_MALFORMED'],
  ])('%s is refused', async (_what, over, code) => {
    expect(await place.township.refusal(SET, { input: aBody(over) })).toBe(code);
  });

  it('is registered by the level above, never by who keys its meetings in, and seen by offices', async () => {
    for (const who of [place.villageOfficer, place.recorder, place.otherTownship, place.resident])
      expect(await who.refusal(SET, { input: aBody() })).toBe('FORBIDDEN');
    const seen = await place.auditor.get<{ decidingBodies: { kind: string }[] }>(BODIES, {
      areaCode: VILLAGE,
    });
    expect(seen.decidingBodies.map(({ kind }) => kind)).toEqual(['VILLAGE_TWO_COMMITTEES']);
    expect(await place.resident.refusal(BODIES, { areaCode: VILLAGE })).toBe('FORBIDDEN');
  });
});

describe('a meeting', () => {
  it('is recorded once on a project', async () => {
    const id = await aSubmittedProject(place);
    const [a, b] = place.bodies.village;
    const number = { minutesNumber: '第1号' };
    await take(
      place.villageOfficer,
      'decide',
      await aDecision(place, id, { stakeholderIds: [a, b], meeting: number }),
    );
    await take(place.township, 'returnForRevision', { projectId: id, note: '核对预算' });
    await take(place.villageOfficer, 'revise', { projectId: id, terms: someTerms() });
    await take(place.villageOfficer, 'submit', { projectId: id });
    const again = await aDecision(place, id, { meeting: number });
    expect(await refusal(place.villageOfficer, 'decide', again)).toBe('DECISION_RECORDED');
  });

  it('names at most a hundred persons of each kind', async () => {
    const id = await aSubmittedProject(place);
    const many = people(101);
    const relations = many.map((personId) => ({ personId, relatedId: personId }));
    for (const over of [{ stakeholderIds: many }, { relations }, { meeting: { presentIds: many } }])
      expect(await refusal(place.villageOfficer, 'decide', await aDecision(place, id, over))).toBe(
        'TOO_MANY_IDS',
      );
  });
});
