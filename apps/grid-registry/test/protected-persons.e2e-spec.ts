import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { aReport, refusal, take } from './grid-event.builder.js';
import { COUNTY, startGridRegistry, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const ONE = `query ($id: ID!) { gridEvent(id: $id) { id } }`;
const LIST = `{ gridEvents(first: 100) { edges { node { id } } } }`;
const FEED = `{ gridEventFeed(areaCode: "${COUNTY}", fromBeginning: true, first: 100) { changes { gridEvent { id } } } }`;
const TOTAL = `{ area(code: "${COUNTY}") { gridEventStatistics(from: "2026-01-01", to: "2027-01-01") { total } } }`;
const REVEAL = `mutation ($input: RevealPersonalDataInput!) { revealPersonalData(input: $input) { words } }`;
const NOTE = { note: '情况说明' };

describe('violence, abuse and neglect', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  const listed = async (who: TestClient): Promise<string[]> => {
    const { gridEvents } = await who.get<{ gridEvents: { edges: { node: { id: string } }[] } }>(LIST);
    return gridEvents.edges.map(({ node }) => node.id);
  };
  const fed = async (who: TestClient): Promise<string[]> => {
    const { gridEventFeed } = await who.get<{ gridEventFeed: { changes: { gridEvent: { id: string } }[] } }>(
      FEED,
    );
    return gridEventFeed.changes.map(({ gridEvent }) => gridEvent.id);
  };
  const total = async (who: TestClient): Promise<number> =>
    (await who.get<{ area: { gridEventStatistics: { total: number } } }>(TOTAL)).area.gridEventStatistics
      .total;

  const harm = { areaCode: VILLAGE, source: 'RESIDENT', isAboutHarm: true };

  it('go to police and civil affairs alone, and are in nobody’s own list', async () => {
    const before = await total(place.county);
    const { id } = await take(place.resident, 'report', aReport(harm));
    await place.service.drainOutbox();
    const others = [
      place.resident,
      place.worker,
      place.villageOfficer,
      place.township,
      place.county,
      place.inspection,
      place.department,
    ];
    for (const who of others) {
      expect(await who.refusal(ONE, { id })).toBe('NOT_FOUND');
      expect(await listed(who)).not.toContain(id);
      expect(await fed(who)).not.toContain(id);
    }
    expect(await listed(place.police)).toContain(id);
    expect(await total(place.county)).toBe(before);
  });

  it('are handled from beginning to end between them, and tells the household nothing', async () => {
    const colleague = await place.service.signIn({
      role: Role.DEPARTMENT_OFFICER,
      areaCode: COUNTY,
      departmentId: place.policeId,
    });
    const { id } = await take(place.resident, 'report', aReport(harm));
    await take(place.police, 'accept', { gridEventId: id });
    const elsewhere = { gridEventId: id, departmentId: place.departmentId };
    expect(await refusal(place.police, 'dispatch', elsewhere)).toBe('CONCERNED_BODY');
    await take(place.police, 'dispatch', { gridEventId: id, departmentId: place.policeId });
    await take(colleague, 'start', { gridEventId: id });
    const input = { requestId: randomUUID(), gridEventId: id, purpose: 'HANDLING' };
    await colleague.get(REVEAL, { input });
    await take(colleague, 'reportDone', { gridEventId: id, ...NOTE });
    expect(await refusal(colleague, 'verify', { gridEventId: id, ...NOTE })).toBe('FORBIDDEN');
    await take(place.police, 'verify', { gridEventId: id, ...NOTE });
    await take(place.police, 'notify', { gridEventId: id, ...NOTE });
    for (const table of ['notification', 'disclosure'])
      expect(await place.service.sql(`SELECT 1 FROM ${table} WHERE grid_event_id = $1`, [id])).toEqual([]);
  });
});
