import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aLimit, change, clearEnvelopes } from './envelope.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { anEmergency, aPostedProject, clearProjects, decideToday } from './notice.builder.js';
import { object } from './objection.builder.js';
import { refusal, someTerms, take } from './project.builder.js';
import type { ProjectAnswer } from './project.builder.js';
import { aPayment, aStartedProject } from './works.builder.js';

const LAST_DAY = '2026-12-31T02:00:00Z';
const NEXT_YEAR = '2027-01-04T02:00:00Z';
const TERMS = { budget: '8000', dueOn: '2027-06-30' };
const BYPASS = { skipped: ['DESIGN'], reason: '暴雨冲毁路基，须立即抢修' };

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearProjects(place);
  await clearEnvelopes(place);
});
afterAll(() => place.service.stop());

const held = async (): Promise<Record<number, number>> => {
  const rows = await place.service.sql<{ year: number; fen: number }>(
    'SELECT year, small_held_fen::int AS fen FROM envelope',
  );
  return Object.fromEntries(rows.map(({ year, fen }) => [year, fen]));
};
const upset = async (projectId: string): Promise<void> => {
  const { id: objectionId } = await object(place.resident, 'raise', { projectId });
  await object(place.township, 'rule', { objectionId, isUpheld: true });
};
/** One of 8,000 yuan that residents upset. */
const anUpsetProject = async (): Promise<string> => {
  const id = await aPostedProject(place, { terms: TERMS });
  await upset(id);
  return id;
};
const revise = (projectId: string, budget: string): Promise<ProjectAnswer> =>
  take(place.villageOfficer, 'revise', { projectId, terms: someTerms({ ...TERMS, budget }) });
const submit = (projectId: string): Promise<ProjectAnswer> =>
  take(place.villageOfficer, 'submit', { projectId });
const decide = async (projectId: string): Promise<void> => decideToday(place, projectId);

describe('what residents upset', () => {
  it('is neither submitted nor begun for more than there is room, and keeps what was promised', async () => {
    const projectId = await anUpsetProject();
    await change(place.township, 'setLimit', aLimit({ limit: '9000' }));
    await revise(projectId, '9000.01');
    expect(await refusal(place.villageOfficer, 'submit', { projectId })).toBe('QUOTA_EXCEEDED');
    const begin = { projectId, ...BYPASS };
    expect(await refusal(place.villageOfficer, 'startInEmergency', begin)).toBe('QUOTA_EXCEEDED');
    expect(await held()).toEqual({ 2026: 800_000 });
  });

  it('has room for all of it when it begins as an emergency, and is confirmed', async () => {
    const projectId = await anUpsetProject();
    await revise(projectId, '9000');
    await take(place.villageOfficer, 'startInEmergency', { projectId, ...BYPASS });
    expect(await held()).toEqual({ 2026: 900_000 });
    await change(place.township, 'setLimit', aLimit({ limit: '9000' }));
    await decide(projectId);
    expect(await held()).toEqual({ 2026: 900_000 });
  });

  it('takes with it what it asks for beyond the promise, and gives that alone back', async () => {
    const projectId = await anUpsetProject();
    await revise(projectId, '9500');
    await submit(projectId);
    expect(await held()).toEqual({ 2026: 950_000 });
    await take(place.township, 'returnForRevision', { projectId, note: '请压减' });
    await revise(projectId, '7000');
    await submit(projectId);
    expect(await held()).toEqual({ 2026: 800_000 });
    await decide(projectId);
    expect(await held()).toEqual({ 2026: 700_000 });
  });

  it.each([
    ['submitted and decided', NEXT_YEAR],
    ['decided', LAST_DAY],
  ])('is spent of the year in which it is %s anew', async (_what, submittedAt) => {
    place.service.clock.set('2026-12-30T02:00:00Z');
    const projectId = await anUpsetProject();
    place.service.clock.set(submittedAt);
    await revise(projectId, '8500');
    await submit(projectId);
    place.service.clock.set(NEXT_YEAR);
    await decide(projectId);
    expect(await held()).toEqual({ 2026: 0, 2027: 850_000 });
  });

  it('of an emergency stays, once something was paid, where that was spent', async () => {
    place.service.clock.set('2026-12-30T02:00:00Z');
    const [paid, unpaid] = [
      await anEmergency(place, { terms: TERMS }),
      await anEmergency(place, { terms: TERMS }),
    ];
    for (const projectId of [paid, unpaid]) {
      await decide(projectId);
      await take(place.villageOfficer, 'postNotice', { projectId });
    }
    const payment = await aPayment(place, paid, { paidOn: '2026-12-30' });
    await take(place.villageOfficer, 'recordPayment', payment);
    for (const projectId of [paid, unpaid]) await upset(projectId);
    place.service.clock.set(NEXT_YEAR);
    await decide(paid);
    expect(await held()).toEqual({ 2026: 1_600_000 });
    await decide(unpaid);
    expect(await held()).toEqual({ 2026: 800_000, 2027: 800_000 });
  });
});

it('a change of what is under way stays in the year in which that was decided', async () => {
  const projectId = await aStartedProject(place, { terms: TERMS });
  place.service.clock.set(NEXT_YEAR);
  const terms = someTerms({ ...TERMS, budget: '8500' });
  await take(place.villageOfficer, 'requestChange', { projectId, terms, note: '增加两盏' });
  await decide(projectId);
  expect(await held()).toEqual({ 2026: 850_000 });
});
