import { randomUUID } from 'node:crypto';
import { Role } from '@lianxin/access';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GRID } from './area.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { anEmergency, aPostedProject, clearProjects } from './notice.builder.js';
import { object, onPaper, openCountOf, refusedTo } from './objection.builder.js';
import { take } from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearProjects(place);
});
afterAll(() => place.service.stop());

describe('an objection', () => {
  it('is raised by a resident of the village while the notice is posted, and kept with its deadline', async () => {
    const projectId = await aPostedProject(place);
    const objection = await object(place.resident, 'raise', { projectId });
    expect(objection).toMatchObject({
      ...{ projectId, state: 'OPEN', rulingLevel: 'TOWNSHIP', isAnonymousToVillage: true, isOverdue: false },
      ...{ ruleBy: '2026-03-16T15:59:59.999Z', answerBy: 'APP', confidentiality: 'OPEN' },
      slip: {
        number: expect.stringMatching(/^[0-9A-Z]{12}$/),
        queryCode: expect.stringMatching(/^[0-9A-Z]{8}$/),
      },
    });
    expect(await openCountOf(place, projectId)).toBe(1);
    const { myObjections } = await place.resident.get<{ myObjections: object }>(
      `query { myObjections { edges { node { id state } } } }`,
    );
    expect(myObjections).toEqual({ edges: [{ node: { id: objection.id, state: 'OPEN' } }] });
  });

  it('is raised also by who lives in a grid of the village, whatever their registration', async () => {
    const projectId = await aPostedProject(place);
    const tenant = await place.service.signIn({ role: Role.RESIDENT, areaCode: GRID });
    expect(await object(tenant, 'raise', { projectId })).toMatchObject({ state: 'OPEN' });
  });

  it('of somebody from elsewhere, of nobody and of a mere official is refused', async () => {
    const projectId = await aPostedProject(place);
    expect(await refusedTo(place.neighbour, 'raise', { projectId })).toBe('FORBIDDEN');
    expect(await refusedTo(place.service.client(), 'raise', { projectId })).toBe('UNAUTHENTICATED');
    for (const who of [place.villageOfficer, place.township, place.county, place.worker])
      expect(await refusedTo(who, 'raise', { projectId })).toBe('FORBIDDEN');
    expect(await openCountOf(place, projectId)).toBe(0);
  });

  it.each([
    ['without words', { text: '  ' }, 'TEXT_EMPTY'],
    ['of too many words', { text: '长'.repeat(1001) }, 'TEXT_TOO_LONG'],
    ['to no project', { projectId: randomUUID() }, 'NOT_FOUND'],
    ['to what is no id', { projectId: 'x' }, 'MALFORMED_ID'],
    [
      'anonymous with a name',
      { confidentiality: 'ANONYMOUS', subject: { name: '王' } },
      'ANONYMOUS_WITH_NAMES',
    ],
    ['on paper of nobody', { contactChannel: 'PAPER' }, 'SUBJECT_MISSING'],
  ])('%s is refused, and nothing is stored', async (_what, over, code) => {
    const projectId = await aPostedProject(place);
    expect(await refusedTo(place.resident, 'raise', { projectId, ...over })).toBe(code);
    expect(await place.service.sql('SELECT 1 FROM objection')).toEqual([]);
    expect(await openCountOf(place, projectId)).toBe(0);
  });

  it('says explicitly whether the village may know', async () => {
    const projectId = await aPostedProject(place);
    const input = { requestId: randomUUID(), projectId, text: '不同意' };
    const { errors } = await place.resident.ask(
      `mutation ($input: RaiseObjectionInput!) { raiseObjection(input: $input) { id } }`,
      { input },
    );
    expect(errors?.[0]?.message).toMatch(/isAnonymousToVillage/);
  });

  it('comes too late after the notice, and before it too early', async () => {
    const projectId = await aPostedProject(place);
    place.service.clock.set('2026-03-09T16:00:00Z');
    expect(await refusedTo(place.resident, 'raise', { projectId })).toBe('NOTICE_OVER');
    await take(place.villageOfficer, 'endNotice', { projectId });
    expect(await refusedTo(place.resident, 'raise', { projectId })).toBe('ILLEGAL_TRANSITION');
    const emergency = await anEmergency(place);
    expect(await refusedTo(place.resident, 'raise', { projectId: emergency })).toBe('NOTICE_OVER');
  });

  it('is one, however often it is sent, and one of a person to a notice', async () => {
    const projectId = await aPostedProject(place);
    const input = { projectId, requestId: randomUUID() };
    const first = await object(place.resident, 'raise', input);
    expect(await object(place.resident, 'raise', input)).toEqual(first);
    expect(await refusedTo(place.resident, 'raise', { ...input, text: '另有意见' })).toBe(
      'REQUEST_ID_REUSED',
    );
    expect(await refusedTo(place.resident, 'raise', { projectId })).toBe('OBJECTION_RAISED');
    expect(await openCountOf(place, projectId)).toBe(1);
  });

  it('is one of an account to a notice, whoever it is said to be of', async () => {
    const proxy = { relation: 'FAMILY', authority: 'ORAL', isCaller: true };
    const ways = [{}, { confidentiality: 'ANONYMOUS' }, { subject: { name: '王桂花' }, proxy }];
    for (const first of ways) {
      const projectId = await aPostedProject(place);
      await object(place.resident, 'raise', { projectId, ...first });
      for (const second of ways)
        expect(await refusedTo(place.resident, 'raise', { projectId, ...second })).toBe('OBJECTION_RAISED');
      expect(await openCountOf(place, projectId)).toBe(1);
    }
  });

  it('is also one when it was taken back', async () => {
    const projectId = await aPostedProject(place);
    const { id: objectionId } = await object(place.resident, 'raise', { projectId });
    await object(place.resident, 'withdraw', { objectionId });
    expect(await refusedTo(place.resident, 'raise', { projectId })).toBe('OBJECTION_RAISED');
  });

  it('leaves a mark that tells neither who nor which, and stands in no order of arrival', async () => {
    const projectId = await aPostedProject(place);
    const objectors = [place.resident];
    for (let count = 0; count < 9; count += 1)
      objectors.push(await place.service.signIn({ role: Role.RESIDENT, areaCode: GRID }));
    for (const who of objectors) await object(who, 'raise', { projectId, confidentiality: 'ANONYMOUS' });
    await object(place.villageOfficer, 'raise', { projectId, ...onPaper() });
    const [row, ...more] = await place.service.sql<{ notice_id: string; marks: string[] }>(
      'SELECT * FROM objection_mark',
    );
    expect(more).toEqual([]);
    expect(Object.keys(row ?? {}).sort()).toEqual(['marks', 'notice_id']);
    expect(new Set(row?.marks).size).toBe(objectors.length);
    expect([...(row?.marks ?? [])].sort()).toEqual(row?.marks);
    for (const { subject } of objectors) expect(JSON.stringify(row)).not.toContain(subject);
  });

  it('waits for a clock that went back', async () => {
    const projectId = await aPostedProject(place);
    place.service.clock.set('2026-03-02T01:59:59Z');
    expect(await refusedTo(place.resident, 'raise', { projectId })).toBe('CLOCK_BEHIND');
  });

  it('is keyed in by the village or the township for who has no account, with a slip', async () => {
    const projectId = await aPostedProject(place);
    for (const who of [place.villageOfficer, place.township])
      expect(await object(who, 'raise', { projectId, ...onPaper() })).toMatchObject({
        ...{ contactChannel: 'PAPER', answerBy: 'SLIP' },
        slip: { queryCode: expect.any(String) },
      });
    expect(await openCountOf(place, projectId)).toBe(2);
    for (const who of [place.resident, place.neighbourOfficer, place.otherTownship, place.county])
      expect(await refusedTo(who, 'raise', { projectId, ...onPaper() })).toBe('FORBIDDEN');
  });

  it('is raised by a resident who speaks for somebody', async () => {
    const projectId = await aPostedProject(place);
    const proxy = { relation: 'FAMILY', authority: 'ORAL', isCaller: true };
    const spoken = { projectId, subject: { name: '王桂花' }, proxy };
    expect(await object(place.resident, 'raise', spoken)).toMatchObject({ proxyRelation: 'FAMILY' });
    expect(await refusedTo(place.neighbour, 'raise', spoken)).toBe('FORBIDDEN');
  });
});
