import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anEventAfter, PRIVATE_TEXT, take, aReport } from './grid-event.builder.js';
import { startGridRegistry } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

describe('the life of a grid event', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  it('goes from report to close, and its history tells each step by role', async () => {
    const event = await anEventAfter(place, 'close');
    expect(event.state).toBe('CLOSED');
    const { gridEvent } = await place.county.get<{
      gridEvent: { history: { transition: string; role: string; hasWords: boolean }[] };
    }>(`query ($id: ID!) { gridEvent(id: $id) { history { transition role hasWords } } }`, { id: event.id });
    expect(gridEvent.history.map(({ transition, role }) => `${transition} ${role}`)).toEqual([
      'GridEventReported GRID_WORKER',
      'GridEventAccepted TOWNSHIP_OFFICER',
      'GridEventDispatched TOWNSHIP_OFFICER',
      'GridEventStarted DEPARTMENT_OFFICER',
      'GridEventReportedDone DEPARTMENT_OFFICER',
      'GridEventVerified GRID_WORKER',
      'GridEventResultNotified TOWNSHIP_OFFICER',
      'GridEventFollowedUp COUNTY_COMMAND',
      'GridEventClosed COUNTY_COMMAND',
    ]);
  });

  it('publishes each step in order, with no word of what was typed', async () => {
    const event = await anEventAfter(place, 'reportDone');
    const published = (await place.service.drainOutbox()).filter((each) => each.subject === event.id);
    expect(published.map((each) => each.sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(JSON.stringify(place.service.transport.sent)).not.toContain(PRIVATE_TEXT);
    const stored = await place.service.sql(
      `SELECT to_jsonb(j) FROM journal_entry j UNION ALL SELECT to_jsonb(e) FROM grid_event e`,
    );
    expect(JSON.stringify(stored)).not.toContain(PRIVATE_TEXT);
  });

  it('is registered in one step when it was settled on the spot', async () => {
    const event = await take(place.worker, 'settleOnTheSpot', { ...aReport(), note: '当场换了灯泡' });
    expect(event.state).toBe('SETTLED_ON_THE_SPOT');
  });
});
