import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NoticePosted, PolicyOverridden } from '@lianxin/contracts';
import { EventStream } from '@lianxin/testing';
import { NEIGHBOUR, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE } from './area.builder.js';
import { deliverCopies, FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { anEmergency, aPostedProject, board, clearProjects, decideToday } from './notice.builder.js';
import { aDecidedProject, refusal, take } from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearProjects(place);
});
afterAll(() => place.service.stop());

const lateIn2026 = { terms: { dueOn: '2026-12-31' } };
const boardOf = (over: Record<string, unknown> = {}) => board(place, { areaCode: VILLAGE, ...over });

describe('a notice', () => {
  it('tells everybody the five fields, the amount, who decided when, and until when', async () => {
    const terms = { content: '更换三组主路十二盏路灯', place: '三组主路' };
    const id = await aPostedProject(place, { terms });
    const { notices } = await boardOf();
    expect(notices).toEqual([
      expect.objectContaining({
        projectId: id,
        title: '三组路灯改造',
        ...terms,
        dueOn: '2026-09-30',
        budget: '8000.00',
        effect: '夜间出行更安全',
        termsVersion: 1,
        decision: { body: 'VILLAGE_TWO_COMMITTEES', areaCode: VILLAGE, heldOn: '2026-03-02' },
        postedAt: '2026-03-02T02:00:00.000Z',
        endsAt: '2026-03-09T15:59:59.999Z',
        standing: 'OPEN',
        isEmergency: false,
        isAfterwards: false,
      }),
    ]);
    expect(notices[0]?.policyVersion).toMatch(/^micro-project\.notice-time@/);
  });

  it('prints how to object, to whom it goes and where to turn to next, in the language asked for', async () => {
    await aPostedProject(place);
    const [english] = (await boardOf()).notices;
    expect(english?.['howToObject']).toMatch(/on paper, by telephone or in person/);
    expect(english?.['objectionChannel']).toMatch(/township, 郑坊镇/);
    expect(english?.['onwardChannel']).toMatch(/county, 广信区, or calls 12345/);
    const [chinese] = (await boardOf({ headers: { 'accept-language': 'zh-CN' } })).notices;
    expect(chinese?.['objectionChannel']).toBe(
      '该项目由村（社区）决定，异议由郑坊镇（乡镇、街道）受理并裁定。',
    );
    expect(chinese?.['onwardChannel']).toContain('广信区');
  });

  it('names the county where the township decided', async () => {
    await aPostedProject(place, { terms: { budget: '30000' } });
    const [notice] = (await boardOf()).notices;
    expect(notice?.['objectionChannel']).toMatch(/county, 广信区/);
    expect(notice?.['decision']).toMatchObject({ body: 'TOWNSHIP_PARTY_COMMITTEE', areaCode: TOWNSHIP });
  });

  it('is not used up by a week of holidays', async () => {
    place.service.clock.set('2026-09-29T02:00:00Z');
    await aPostedProject(place, lateIn2026);
    const [notice] = (await boardOf()).notices;
    expect(notice?.endsAt).toBe('2026-10-12T15:59:59.999Z');
  });

  it('keeps the length it was posted with, whatever policy says later', async () => {
    const shorter = {
      ...{ overrideId: randomUUID(), policyKey: 'micro-project.notice-time', areaCode: TOWNSHIP },
      ...{ value: { amount: 1, unit: 'workingDays' }, effectiveFrom: '2027-06-01' },
    };
    place.service.clock.set('2027-05-31T02:00:00Z');
    const posted = await aPostedProject(place, { terms: { dueOn: '2027-12-31' } });
    await deliverCopies(place.service, new EventStream().next(PolicyOverridden, shorter));
    place.service.clock.set('2027-06-01T02:00:00Z');
    const later = await aPostedProject(place, { terms: { dueOn: '2027-12-31' } });
    const { notices } = await boardOf();
    expect(notices.map(({ projectId, endsAt }) => [projectId, endsAt])).toEqual([
      [later, '2027-06-02T15:59:59.999Z'],
      [posted, '2027-06-07T15:59:59.999Z'],
    ]);
    expect(notices[0]?.policyVersion).not.toBe(notices[1]?.policyVersion);
  });

  it('is extended, never shortened', async () => {
    const id = await aPostedProject(place);
    const extend = (until: string) => refusal(place.villageOfficer, 'extendNotice', { projectId: id, until });
    for (const until of ['2026-03-09', '2026-03-05', '2026-03-01'])
      expect(await extend(until)).toBe('NOTICE_SHORTENED');
    expect(await extend('soon')).toBe('DAY_NOT_AHEAD');
    await take(place.villageOfficer, 'extendNotice', { projectId: id, until: '2026-03-11' });
    expect((await boardOf()).notices[0]?.endsAt).toBe('2026-03-11T15:59:59.999Z');
    place.service.clock.set('2026-03-12T02:00:00Z');
    expect(await extend('2026-03-20')).toBe('NOTICE_OVER');
  });

  it('ends only when its time is over, and the project is then cleared', async () => {
    const id = await aPostedProject(place);
    expect(await refusal(place.villageOfficer, 'endNotice', { projectId: id })).toBe('NOTICE_NOT_OVER');
    place.service.clock.set('2026-03-09T15:59:59.999Z');
    expect(await refusal(place.villageOfficer, 'endNotice', { projectId: id })).toBe('NOTICE_NOT_OVER');
    place.service.clock.set('2026-03-09T16:00:00Z');
    expect((await boardOf()).notices).toEqual([]);
    expect((await boardOf({ isPast: true })).notices).toMatchObject([{ standing: 'OVER' }]);
    expect(await take(place.villageOfficer, 'endNotice', { projectId: id })).toMatchObject({
      state: 'CLEARED',
    });
    expect((await boardOf({ isPast: true })).notices).toMatchObject([{ standing: 'ENDED' }]);
    expect(await refusal(place.villageOfficer, 'endNotice', { projectId: id })).toBe('ILLEGAL_TRANSITION');
  });

  it('waits for a clock that went back', async () => {
    const id = await aPostedProject(place);
    place.service.clock.set('2026-03-02T01:59:59Z');
    const step = { projectId: id, until: '2026-03-20' };
    expect(await refusal(place.villageOfficer, 'extendNotice', step)).toBe('CLOCK_BEHIND');
  });

  it('is put up and taken down by whoever leads the project', async () => {
    const id = await aDecidedProject(place);
    for (const who of [place.township, place.recorder, place.county, place.resident, place.auditor])
      expect(await refusal(who, 'postNotice', { projectId: id })).toMatch(/FORBIDDEN|NOT_FOUND/);
    expect(await refusal(place.neighbourOfficer, 'postNotice', { projectId: id })).toBe('NOT_FOUND');
    await take(place.villageOfficer, 'postNotice', { projectId: id });
    place.service.clock.advance({ days: 8 });
    for (const who of [place.township, place.neighbourOfficer, place.resident])
      expect(await refusal(who, 'endNotice', { projectId: id })).toBe('FORBIDDEN');
  });

  it('is posted once, however often the request is sent, and not before it is filed', async () => {
    const id = await aDecidedProject(place, { terms: { budget: '10000' } });
    expect(await refusal(place.villageOfficer, 'postNotice', { projectId: id })).toBe('NOT_FILED');
    await take(place.township, 'file', { projectId: id });
    const input = { projectId: id, requestId: randomUUID() };
    await take(place.villageOfficer, 'postNotice', input);
    await take(place.villageOfficer, 'postNotice', input);
    expect(await refusal(place.villageOfficer, 'postNotice', { projectId: id })).toBe('ILLEGAL_TRANSITION');
    expect((await boardOf()).notices).toHaveLength(1);
    const told = (await place.service.drainOutbox()).filter(({ type }) => type === NoticePosted.type);
    expect(told.filter(({ subject }) => subject === id)).toMatchObject([
      { data: { termsVersion: 1, from: '2026-03-02', until: '2026-03-09', isAfterwards: false } },
    ]);
  });

  it('comes down when the project is given up', async () => {
    const id = await aPostedProject(place);
    await take(place.villageOfficer, 'abandon', { projectId: id, note: '村民已自行解决' });
    expect((await boardOf()).notices).toEqual([]);
    expect((await boardOf({ isPast: true })).notices).toMatchObject([{ projectId: id, standing: 'VOIDED' }]);
  });
});

describe('the notice board', () => {
  it('is paged, of the area asked for, and the same as the field of the area', async () => {
    const ids: string[] = [];
    for (const minute of [1, 2, 3]) {
      place.service.clock.set(`2026-03-02T02:0${minute}:00Z`);
      ids.unshift(await aPostedProject(place));
    }
    const first = await boardOf({ first: 2 });
    expect(first.notices.map(({ projectId }) => projectId)).toEqual(ids.slice(0, 2));
    expect(first.hasNextPage).toBe(true);
    const second = await boardOf({ first: 2, after: first.endCursor });
    expect(second.notices.map(({ projectId }) => projectId)).toEqual(ids.slice(2));
    for (const areaCode of [TOWNSHIP, '361104', '3611'])
      expect((await boardOf({ areaCode })).notices).toHaveLength(3);
    for (const areaCode of [NEIGHBOUR, OTHER_TOWNSHIP])
      expect((await boardOf({ areaCode })).notices).toEqual([]);
    const { _entities } = await place.service.client().get<{ _entities: object[] }>(
      `query { _entities(representations: [{ __typename: "Area", id: "11" }, { __typename: "Area", id: "12" }]) {
         ... on Area { publicNotices(first: 1) { edges { node { projectId } } } } } }`,
    );
    expect(_entities).toEqual([
      { publicNotices: { edges: [{ node: { projectId: ids[0] } }] } },
      { publicNotices: { edges: [] } },
    ]);
  });

  it.each([
    [{ first: 0 }, 'PAGE_SIZE_OUT_OF_RANGE'],
    [{ first: 101 }, 'PAGE_SIZE_OUT_OF_RANGE'],
    [{ after: 'made-up' }, 'INVALID_CURSOR'],
    [{ areaCode: '361104111299' }, 'AREA_UNKNOWN'],
    [{ areaCode: 'x' }, 'AREA_CODE_MALFORMED'],
  ])('refuses %j', async (over, code) => {
    await expect(boardOf(over)).rejects.toThrow(code);
  });

  it('shows nothing of who proposed, decided, keyed in or posted', async () => {
    await aPostedProject(place);
    const text = JSON.stringify(await boardOf());
    for (const person of [place.villageOfficer.subject, ...place.bodies.village])
      expect(text).not.toContain(person);
  });

  it('shows an emergency that began without a notice, until one is posted afterwards', async () => {
    const id = await anEmergency(place);
    expect((await boardOf()).notices).toMatchObject([
      {
        projectId: id,
        noticeId: null,
        standing: 'NOT_POSTED',
        isEmergency: true,
        decision: null,
        endsAt: null,
      },
    ]);
    expect(await refusal(place.villageOfficer, 'postNotice', { projectId: id })).toBe(
      'EMERGENCY_UNCONFIRMED',
    );
    await decideToday(place, id);
    await take(place.villageOfficer, 'postNotice', { projectId: id });
    expect(await refusal(place.villageOfficer, 'postNotice', { projectId: id })).toBe('NOTICE_POSTED');
    expect((await boardOf()).notices).toMatchObject([
      { projectId: id, standing: 'OPEN', isEmergency: true, isAfterwards: true },
    ]);
    await take(place.villageOfficer, 'extendNotice', { projectId: id, until: '2026-03-10' });
    expect(await refusal(place.villageOfficer, 'endNotice', { projectId: id })).toBe('NOTICE_NOT_OVER');
    place.service.clock.set('2026-03-11T02:00:00Z');
    expect(await take(place.villageOfficer, 'endNotice', { projectId: id })).toMatchObject({
      state: 'IN_PROGRESS',
    });
    expect((await boardOf()).notices).toEqual([]);
    expect((await boardOf({ isPast: true })).notices).toMatchObject([{ projectId: id, standing: 'ENDED' }]);
  });

  it('leaves out what was never posted', async () => {
    await aDecidedProject(place);
    expect((await boardOf()).notices).toEqual([]);
    expect((await boardOf({ isPast: true })).notices).toEqual([]);
  });
});
