import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { anEventAfter, aReport, STEPS, take } from './grid-event.builder.js';
import type { EventAnswer, StepName } from './grid-event.builder.js';
import { GRID, OTHER_VILLAGE, startGridRegistry, TOWNSHIP } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

describe('a command and its requestId', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  const send = (
    who: Place['worker'],
    step: StepName,
    input: Record<string, unknown>,
  ): ReturnType<typeof who.ask> => who.ask<{ answer: EventAnswer }>(STEPS[step], { input });
  const counts = (): Promise<unknown[]> =>
    place.service
      .sql(`SELECT (SELECT count(*) FROM grid_event) AS events, (SELECT count(*) FROM journal_entry) AS entries,
      (SELECT count(*) FROM outbox) AS outbox, (SELECT jsonb_agg(to_jsonb(t) ORDER BY area_id, month) FROM grid_event_tally t) AS tallied`);

  it('has one effect and one answer, however often it is sent', async () => {
    const input = aReport();
    const first = await send(place.worker, 'report', input);
    const after = await counts();
    for (let repeat = 0; repeat < 3; repeat += 1)
      expect(await send(place.worker, 'report', input)).toEqual(first);
    expect(await counts()).toEqual(after);
  });

  it('has one effect when it is sent several times at once', async () => {
    const input = aReport();
    const before = await place.service.sql<{ count: number }>(`SELECT count(*)::int FROM grid_event`);
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(place.worker, 'report', input)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const after = await place.service.sql<{ count: number }>(`SELECT count(*)::int FROM grid_event`);
    expect(after[0]?.count).toBe((before[0]?.count ?? 0) + 1);
  });

  it('answers a repeat with the event as it stands today', async () => {
    const input = {
      requestId: randomUUID(),
      gridEventId: (await take(place.worker, 'report', aReport())).id,
    };
    await send(place.township, 'accept', input);
    await take(place.township, 'dispatch', { gridEventId: input.gridEventId, level: 'TOWNSHIP' });
    const { data } = await send(place.township, 'accept', input);
    expect(data).toMatchObject({ answer: { id: input.gridEventId, state: 'DISPATCHED' } });
  });

  it('is refused with other content, whatever differs, and does nothing', async () => {
    const input = aReport();
    await send(place.worker, 'report', input);
    const after = await counts();
    for (const over of [
      { text: '另一件事' },
      { place: null },
      { category: 'SANITATION' },
      { urgency: 'URGENT' },
    ]) {
      expect(await place.worker.refused(STEPS.report, { input: { ...input, ...over } })).toEqual({
        code: 'REQUEST_ID_REUSED',
        details: { requestId: input['requestId'] },
      });
    }
    expect(await counts()).toEqual(after);
  });

  it('is refused to another person, even one who may see the event', async () => {
    const input = aReport();
    await send(place.worker, 'report', input);
    const colleague = await place.service.signIn({ role: Role.GRID_WORKER, areaCode: GRID });
    expect(await colleague.refusal(STEPS.report, { input })).toBe('REQUEST_ID_REUSED');
  });

  it('may be the same for two different commands', async () => {
    const input = aReport();
    const { data } = await send(place.worker, 'report', input);
    const gridEventId = (data as { answer: EventAnswer }).answer.id;
    const accepted = await send(place.township, 'accept', { requestId: input['requestId'], gridEventId });
    expect(accepted.data).toMatchObject({ answer: { state: 'ACCEPTED' } });
  });

  it('is free again after a refusal, once the cause is mended', async () => {
    const event = await anEventAfter(place, 'report');
    const input = { requestId: randomUUID(), gridEventId: event.id, level: 'TOWNSHIP' };
    expect(await place.township.refusal(STEPS.dispatch, { input })).toBe('ILLEGAL_TRANSITION');
    await take(place.township, 'accept', { gridEventId: event.id });
    const { data } = await send(place.township, 'dispatch', input);
    expect(data).toMatchObject({ answer: { state: 'DISPATCHED' } });
  });

  it('answers a repeat no longer to who may no longer see the event', async () => {
    const subject = randomUUID();
    await place.service.give(subject, { role: Role.VILLAGE_OFFICER, areaCode: OTHER_VILLAGE });
    const grantId = await place.service.give(subject, { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });
    const officer = await place.service.as(subject);
    const event = await take(place.worker, 'report', aReport());
    const input = { requestId: randomUUID(), gridEventId: event.id };
    expect((await send(officer, 'accept', input)).errors).toBeUndefined();
    const county = `mutation ($input: RevokeGrantInput!) { revokeGrant(input: $input) { id } }`;
    await place.county.get(county, { input: { requestId: randomUUID(), grantId } });
    expect(await officer.refusal(STEPS.accept, { input })).toBe('NOT_FOUND');
  });
});

describe('two officers at once', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  it('dispatch an event once: one wins, the other is told what it became', async () => {
    const colleague = await place.service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });
    for (let round = 0; round < 10; round += 1) {
      const { id: gridEventId } = await anEventAfter(place, 'accept');
      const dispatch = (who: Place['worker'], level: string): ReturnType<typeof who.ask> =>
        who.ask(STEPS.dispatch, { input: { requestId: randomUUID(), gridEventId, level } });
      const answers = await Promise.all([
        dispatch(place.township, 'TOWNSHIP'),
        dispatch(colleague, 'VILLAGE'),
      ]);
      const refusals = answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions) ?? []);
      expect(refusals).toEqual([
        { code: 'ILLEGAL_TRANSITION', details: { step: 'dispatch', from: 'DISPATCHED', to: 'DISPATCHED' } },
      ]);
      const entries = await place.service.sql<{ sequence: number }>(
        `SELECT sequence FROM journal_entry WHERE aggregate_id = $1 ORDER BY sequence`,
        [gridEventId],
      );
      expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    }
  });

  it('never count an event twice, whatever they do at the same time', async () => {
    const events = await Promise.all(Array.from({ length: 8 }, () => anEventAfter(place, 'accept')));
    await Promise.all(
      events.flatMap(({ id: gridEventId }) => [
        place.township.ask(STEPS.dispatch, {
          input: { requestId: randomUUID(), gridEventId, level: 'TOWNSHIP' },
        }),
        place.township.ask(STEPS.escalate, { input: { requestId: randomUUID(), gridEventId, note: '上报' } }),
      ]),
    );
    const compared = await place.service.sql<{ state: string; stored: number; tallied: number }>(
      `SELECT state, count(*)::int AS stored, (SELECT coalesce(sum((to_jsonb(t)->>lower(e.state))::int), 0)::int FROM grid_event_tally t) AS tallied
         FROM grid_event e GROUP BY state`,
    );
    expect(compared.every(({ stored, tallied }) => stored === tallied)).toBe(true);
  });
});
