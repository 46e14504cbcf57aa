import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ACKNOWLEDGE,
  acknowledgement,
  alertSeen,
  alertsSeen,
  anEmergency,
} from './grid-event-alert.builder.js';
import { take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import { startGridRegistry } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const NOTE = { note: '现场情况说明' };

describe('the alerts of an emergency', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  const open = async (event: EventAnswer): Promise<string[]> =>
    (await alertsSeen(place.county, event, { isOpen: true })).map(({ level }) => level).sort();
  const toldOf = async (event: EventAnswer): Promise<number> => {
    const [row] = await place.service.sql<{ count: number }>(
      `SELECT count(*)::int AS count FROM notification WHERE grid_event_id = $1 AND kind = 'ALERT'`,
      [event.id],
    );
    return row?.count ?? 0;
  };
  const acknowledged = async (): Promise<EventAnswer> => {
    const event = await anEmergency(place);
    const { id } = await alertSeen(place.township, event, 'TOWNSHIP');
    await place.township.get(ACKNOWLEDGE, acknowledgement(id));
    return event;
  };
  const others = ['COUNTY', 'DEPARTMENT', 'VILLAGE'];

  it('end with it when it is done, and ring those anew who had not acknowledged when it is not', async () => {
    const event = await acknowledged();
    const gridEventId = event.id;
    await take(place.township, 'accept', { gridEventId });
    await take(place.township, 'dispatch', { gridEventId, level: 'TOWNSHIP' });
    await take(place.township, 'reportDone', { gridEventId, ...NOTE });
    expect(await open(event)).toEqual([]);
    const before = await toldOf(event);
    place.service.clock.advance({ minutes: 20 });
    await take(place.worker, 'failVerification', { gridEventId, ...NOTE });
    expect(await open(event)).toEqual(others);
    expect(await toldOf(event)).toBeGreaterThan(before);
    const { isOverdue } = await alertSeen(place.county, event, 'VILLAGE');
    expect(isOverdue).toBe(false);
  });

  it('end when it is merged, and ring anew when it is taken apart', async () => {
    const [event, main] = [await acknowledged(), await anEmergency(place)];
    await take(place.township, 'merge', { gridEventId: event.id, intoGridEventId: main.id, ...NOTE });
    expect(await open(event)).toEqual([]);
    await take(place.township, 'unmerge', { gridEventId: event.id, ...NOTE });
    expect(await open(event)).toEqual(others);
  });

  it('ring for everybody when an alarm that was stood down is none after all', async () => {
    const event = await acknowledged();
    await take(place.township, 'standDown', { gridEventId: event.id, ...NOTE });
    expect(await open(event)).toEqual([]);
    await take(place.worker, 'reopen', { gridEventId: event.id, ...NOTE });
    expect(await open(event)).toEqual([...others, 'TOWNSHIP'].sort());
    const entries = await place.service.sql<{ count: number }>(
      `SELECT count(*)::int AS count FROM journal_entry WHERE data->>'gridEventId' = $1
        AND type LIKE '%GridEventAlertRaised%' GROUP BY aggregate_id`,
      [event.id],
    );
    expect(entries.map(({ count }) => count)).toEqual([2, 2, 2, 2]);
  });
});
