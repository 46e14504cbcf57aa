import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { aReport, refusal, STEPS, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import { COUNTY, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const ASSIGNMENT = `id answer isOpen isOverdue calledAt dueAt reportedAt doneAt releasedAt department { id }`;
const ONE = `query ($id: ID!) { gridEvent(id: $id) { state level isOverdue department { id } jointResponse { ${ASSIGNMENT} } } }`;
const LIST = `query ($departmentId: ID, $areaCode: String, $isOpen: Boolean, $isOverdue: Boolean, $after: String, $first: Int = 100) {
  jointResponseAssignments(departmentId: $departmentId, areaCode: $areaCode, isOpen: $isOpen, isOverdue: $isOverdue, after: $after, first: $first) {
    edges { node { answer department { id } gridEvent { id } } } pageInfo { hasNextPage endCursor } } }`;
const REVEAL = `mutation ($input: RevealPersonalDataInput!) { revealPersonalData(input: $input) { field words } }`;
const TASK = '抢修路灯线路';
const NOTE = { note: '请各单位到场' };
const NOW = '2026-03-02T02:00:00.000Z';

interface Assignment {
  readonly answer: string;
  readonly isOpen: boolean;
  readonly isOverdue: boolean;
  readonly dueAt: string;
  readonly reportedAt: string | null;
  readonly doneAt: string | null;
  readonly department: { readonly id: string };
}

interface Listed {
  readonly jointResponseAssignments: {
    readonly edges: readonly {
      readonly node: { readonly answer: string; readonly gridEvent: { readonly id: string } | null };
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

describe('a joint response', () => {
  let place: Place;
  let waterId: string;
  let water: TestClient;
  let waterColleague: TestClient;

  beforeAll(async () => {
    place = await startGridRegistry();
    waterId = randomUUID();
    await place.service.sql(
      `INSERT INTO department (id, code, name, area_code, duties) VALUES ($1, 'water', '水利局', '${COUNTY}', '{HAZARD}')`,
      [waterId],
    );
    const post = { role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY, departmentId: waterId };
    water = await place.service.signIn(post);
    waterColleague = await place.service.signIn(post);
  });
  afterAll(() => place.service.stop());

  const reported = async (over: Record<string, unknown> = {}): Promise<string> => {
    const { id } = await take(place.worker, 'report', aReport(over));
    return id;
  };
  /** Accepted, and in hand at the township. */
  async function inHand(over: Record<string, unknown> = {}): Promise<string> {
    const gridEventId = await reported(over);
    if (over['kind'] !== 'EMERGENCY') await take(place.villageOfficer, 'escalate', { gridEventId, ...NOTE });
    await take(place.township, 'accept', { gridEventId });
    return gridEventId;
  }
  const both = (): Record<string, unknown>[] => [
    { departmentId: place.departmentId, task: TASK },
    { departmentId: waterId },
  ];
  const call = (gridEventId: string, departments = both()): Promise<EventAnswer> =>
    take(place.township, 'callJointResponse', { gridEventId, departments, ...NOTE });
  async function called(over: Record<string, unknown> = {}): Promise<string> {
    const id = await inHand(over);
    await call(id);
    return id;
  }
  const look = async (who: TestClient, id: string) =>
    (
      await who.get<{
        gridEvent: { state: string; level: string; department: unknown; jointResponse: Assignment[] };
      }>(ONE, { id })
    ).gridEvent;
  const partOf = async (id: string, departmentId: string): Promise<Assignment[]> =>
    (await look(place.township, id)).jointResponse.filter(({ department }) => department.id === departmentId);
  const listed = async (
    who: TestClient,
    variables: Record<string, unknown>,
  ): Promise<(string | undefined)[]> =>
    (await who.get<Listed>(LIST, variables)).jointResponseAssignments.edges.map(
      ({ node }) => node.gridEvent?.id,
    );

  it('names several departments, each with a deadline of policy, and is in the township’s hand', async () => {
    const id = await called();
    const { state, level, department, jointResponse } = await look(place.township, id);
    expect({ state, level, department }).toEqual({ state: 'UNDER_WAY', level: 'TOWNSHIP', department: null });
    expect(jointResponse.map((each) => each.department.id).sort()).toEqual(
      [place.departmentId, waterId].sort(),
    );
    for (const each of jointResponse)
      expect(each).toMatchObject({
        answer: 'CALLED',
        isOpen: true,
        isOverdue: false,
        calledAt: NOW,
        dueAt: '2026-03-05T15:59:59.999Z',
        reportedAt: null,
        doneAt: null,
      });
  });

  it('counts an emergency’s deadline in hours', async () => {
    const [part] = await partOf(await called({ kind: 'EMERGENCY' }), waterId);
    expect(part?.dueAt).toBe('2026-03-02T04:00:00.000Z');
  });

  it('takes an earlier deadline, and neither a later nor a past one', async () => {
    const id = await inHand();
    const attempt = (dueAt: string): Promise<string> =>
      refusal(place.township, 'callJointResponse', {
        gridEventId: id,
        departments: [{ departmentId: waterId, dueAt }],
        ...NOTE,
      });
    expect(await attempt('2026-03-06T00:00:00Z')).toBe('DEADLINE_TOO_FAR');
    expect(await attempt(NOW)).toBe('DEADLINE_IN_THE_PAST');
    expect((await look(place.township, id)).state).toBe('ACCEPTED');
    await call(id, [{ departmentId: waterId, dueAt: '2026-03-03T00:00:00Z' }]);
    expect((await partOf(id, waterId))[0]?.dueAt).toBe('2026-03-03T00:00:00.000Z');
  });

  it('shows the event and its words to those who were called, and to no other department', async () => {
    const id = await inHand();
    expect(await water.refusal(ONE, { id })).toBe('NOT_FOUND');
    await call(id);
    for (const who of [water, place.department]) {
      expect((await look(who, id)).jointResponse).toHaveLength(2);
      const input = { requestId: randomUUID(), gridEventId: id, purpose: 'HANDLING' };
      const { revealPersonalData } = await who.get<{
        revealPersonalData: { field: string; words: string }[];
      }>(REVEAL, {
        input,
      });
      expect(revealPersonalData).toContainEqual({ field: `task.${place.departmentId}`, words: TASK });
    }
    expect(await place.police.refusal(ONE, { id })).toBe('NOT_FOUND');
    expect(await listed(place.police, { areaCode: COUNTY })).not.toContain(id);
  });

  it('keeps apart when a department was called, when it was there, and when it was done', async () => {
    const id = await called();
    place.service.clock.set('2026-03-02T03:00:00Z');
    await take(water, 'reportToJointResponse', { gridEventId: id });
    expect(await refusal(water, 'reportToJointResponse', { gridEventId: id })).toBe(
      'JOINT_RESPONSE_ALREADY_REPORTED',
    );
    place.service.clock.set('2026-03-02T05:00:00Z');
    await take(water, 'answerJointResponse', { gridEventId: id, isDone: false, ...NOTE });
    expect(await partOf(id, waterId)).toMatchObject([{ answer: 'REPORTED', isOpen: true, doneAt: null }]);
    await take(water, 'answerJointResponse', { gridEventId: id, isDone: true, ...NOTE });
    place.service.clock.set(NOW);
    expect(await partOf(id, waterId)).toMatchObject([
      {
        answer: 'DONE',
        isOpen: false,
        reportedAt: '2026-03-02T03:00:00.000Z',
        doneAt: '2026-03-02T05:00:00.000Z',
      },
    ]);
    expect(await refusal(water, 'answerJointResponse', { gridEventId: id, isDone: true, ...NOTE })).toBe(
      'JOINT_RESPONSE_NOT_AWAITED',
    );
  });

  it('is not done while a department is awaited, and names it', async () => {
    const id = await called();
    await take(water, 'answerJointResponse', { gridEventId: id, isDone: true, ...NOTE });
    for (const step of ['reportDone', 'return', 'escalate'] as const)
      expect(
        await place.township.refused(STEPS[step], {
          input: { requestId: randomUUID(), gridEventId: id, ...NOTE },
        }),
      ).toEqual({ code: 'JOINT_RESPONSE_OPEN', details: { departmentIds: [place.departmentId] } });
    await take(place.department, 'answerJointResponse', { gridEventId: id, isDone: true, ...NOTE });
    expect((await take(place.township, 'reportDone', { gridEventId: id, ...NOTE })).state).toBe(
      'REPORTED_DONE',
    );
  });

  it('keeps who answered for a department from verifying and from following up', async () => {
    const worker = await place.service.signIn(
      { role: Role.GRID_WORKER, areaCode: `${VILLAGE}001` },
      { role: Role.COUNTY_COMMAND, areaCode: COUNTY },
    );
    await place.service.give(worker.subject, {
      role: Role.DEPARTMENT_OFFICER,
      areaCode: COUNTY,
      departmentId: waterId,
    });
    const id = await inHand();
    await call(id, [{ departmentId: waterId }]);
    await take(worker, 'reportToJointResponse', { gridEventId: id });
    await take(waterColleague, 'answerJointResponse', { gridEventId: id, isDone: true, ...NOTE });
    await take(place.township, 'reportDone', { gridEventId: id, ...NOTE });
    expect(await refusal(worker, 'verify', { gridEventId: id, ...NOTE })).toBe('HANDLER_CANNOT_VERIFY');
    await take(place.worker, 'verify', { gridEventId: id, ...NOTE });
    await take(place.township, 'notify', { gridEventId: id, ...NOTE });
    expect(await refusal(worker, 'followUp', { gridEventId: id, isReached: false })).toBe(
      'FOLLOW_UP_BY_PARTY',
    );
  });

  it('lets a department go on reading what it did, and its words no longer than there is work', async () => {
    const id = await inHand();
    await call(id, [{ departmentId: waterId }]);
    await take(water, 'answerJointResponse', { gridEventId: id, isDone: true, ...NOTE });
    await take(place.township, 'reportDone', { gridEventId: id, ...NOTE });
    await take(place.worker, 'verify', { gridEventId: id, ...NOTE });
    expect((await look(water, id)).state).toBe('VERIFIED');
    const input = { requestId: randomUUID(), gridEventId: id, purpose: 'HANDLING' };
    expect(await water.refusal(REVEAL, { input })).toBe('PURPOSE_NOT_OPEN');
  });

  it('can be added to while others are at work, but not twice with the same department', async () => {
    const id = await inHand();
    await call(id, [{ departmentId: waterId }]);
    expect(
      await place.township.refused(STEPS.callJointResponse, {
        input: { requestId: randomUUID(), gridEventId: id, departments: both(), ...NOTE },
      }),
    ).toEqual({ code: 'JOINT_RESPONSE_ALREADY_CALLED', details: { departmentIds: [waterId] } });
    await take(water, 'answerJointResponse', { gridEventId: id, isDone: true, ...NOTE });
    await call(id, both());
    expect(await partOf(id, waterId)).toMatchObject([{ answer: 'DONE' }, { answer: 'CALLED' }]);
  });

  it('releases who was called by mistake, with a reason, and then does not exist for them', async () => {
    const id = await called();
    const input = { gridEventId: id, departmentId: waterId, ...NOTE };
    expect(await refusal(water, 'releaseFromJointResponse', input)).toBe('FORBIDDEN');
    expect(await refusal(place.township, 'releaseFromJointResponse', { ...input, note: ' ' })).toBe(
      'TEXT_EMPTY',
    );
    await take(place.township, 'releaseFromJointResponse', input);
    expect(await water.refusal(ONE, { id })).toBe('NOT_FOUND');
    expect(await listed(water, { departmentId: waterId })).not.toContain(id);
    expect(await partOf(id, waterId)).toMatchObject([{ answer: 'RELEASED', isOpen: false }]);
    await take(place.department, 'answerJointResponse', { gridEventId: id, isDone: true, ...NOTE });
    expect((await take(place.township, 'reportDone', { gridEventId: id, ...NOTE })).state).toBe(
      'REPORTED_DONE',
    );
  });

  it('lets who was there before the release go on reading', async () => {
    const id = await called();
    await take(water, 'reportToJointResponse', { gridEventId: id });
    await take(place.township, 'releaseFromJointResponse', {
      gridEventId: id,
      departmentId: waterId,
      ...NOTE,
    });
    expect((await look(water, id)).state).toBe('UNDER_WAY');
  });

  it('lists what is awaited and what is late, for departments and townships', async () => {
    const id = await called();
    const early = await inHand();
    await call(early, [{ departmentId: waterId, dueAt: '2026-03-02T03:30:00Z' }]);
    place.service.clock.set('2026-03-02T03:45:00Z');
    expect(await listed(water, { departmentId: waterId, isOverdue: true })).toEqual([early]);
    expect(
      await listed(place.township, { areaCode: TOWNSHIP, departmentId: waterId, isOverdue: true }),
    ).toEqual([early]);
    expect(await listed(place.otherTownship, { areaCode: TOWNSHIP })).toEqual([]);
    expect((await partOf(early, waterId))[0]?.isOverdue).toBe(true);
    await take(water, 'answerJointResponse', { gridEventId: early, isDone: true, ...NOTE });
    place.service.clock.set(NOW);
    expect(await listed(water, { isOverdue: true })).toEqual([]);
    expect(await listed(water, { isOpen: true })).toContain(id);
    expect(await listed(water, { isOpen: true })).not.toContain(early);
    expect(await listed(water, { isOpen: false })).toContain(early);
  });

  it('pages through them without losing one', async () => {
    const whole = await listed(place.township, { areaCode: TOWNSHIP });
    const paged: (string | undefined)[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { jointResponseAssignments: page }: Listed = await place.township.get(LIST, {
        areaCode: TOWNSHIP,
        first: 2,
        after,
      });
      paged.push(...page.edges.map(({ node }) => node.gridEvent?.id));
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
    }
    expect(whole.length).toBeGreaterThan(4);
    expect(paged).toEqual(whole);
  });

  it.each([
    ['nobody', 'JOINT_RESPONSE_DEPARTMENTS_INVALID', () => []],
    [
      'a department twice',
      'JOINT_RESPONSE_DEPARTMENTS_INVALID',
      () => [...both(), { departmentId: waterId }],
    ],
    [
      'more than an event may be with',
      'JOINT_RESPONSE_DEPARTMENTS_INVALID',
      () => Array.from({ length: 21 }, () => ({ departmentId: randomUUID() })),
    ],
    ['a department that is none', 'NOT_FOUND', () => [{ departmentId: randomUUID() }]],
    ['what is no id', 'MALFORMED_ID', () => [{ departmentId: '水利局' }]],
  ])('calls not %s, and leaves no trace', async (_whom, code, departments) => {
    const gridEventId = await inHand();
    const input = { gridEventId, departments: departments(), ...NOTE };
    expect(await refusal(place.township, 'callJointResponse', input)).toBe(code);
    expect((await look(place.township, gridEventId)).jointResponse).toEqual([]);
  });

  it('calls no department of another place', async () => {
    const elsewhere = randomUUID();
    await place.service.sql(
      `INSERT INTO department (id, code, name, area_code, duties) VALUES ($1, 'office', '旭日街道办', '361104100', '{HAZARD}')`,
      [elsewhere],
    );
    const input = { gridEventId: await inHand(), departments: [{ departmentId: elsewhere }], ...NOTE };
    expect(await refusal(place.township, 'callJointResponse', input)).toBe('JOINT_RESPONSE_DEPARTMENT_AREA');
  });

  it('calls no department to what is said of itself', async () => {
    const gridEventId = await reported({ concerns: { departmentId: waterId } });
    await take(place.county, 'accept', { gridEventId });
    const input = { gridEventId, departments: both(), ...NOTE };
    expect(await refusal(place.county, 'dispatch', { gridEventId, level: 'TOWNSHIP' })).toBe(
      'CONCERNED_BODY',
    );
    await take(place.county, 'dispatch', { gridEventId, level: 'COUNTY' });
    expect(await refusal(place.county, 'callJointResponse', input)).toBe('CONCERNED_BODY');
    expect(await water.refusal(ONE, { id: gridEventId })).toBe('NOT_FOUND');
  });

  it('does not exist for an official of a called department who is complained of', async () => {
    const gridEventId = await reported({ concerns: { personId: waterColleague.subject } });
    await place.service.sql(
      `UPDATE grid_event SET level = 'COUNTY', state = 'ACCEPTED', concerned_department_id = NULL WHERE id = $1`,
      [gridEventId],
    );
    await take(place.county, 'callJointResponse', { gridEventId, departments: both(), ...NOTE });
    expect(await listed(water, { departmentId: waterId })).toContain(gridEventId);
    expect(await listed(waterColleague, { departmentId: waterId })).not.toContain(gridEventId);
    expect(await refusal(waterColleague, 'reportToJointResponse', { gridEventId })).toBe('NOT_FOUND');
  });

  it('is called by who has the event in hand, and by nobody else', async () => {
    const gridEventId = await inHand();
    const input = { gridEventId, departments: both(), ...NOTE };
    for (const who of [place.villageOfficer, place.county, place.worker])
      expect(await refusal(who, 'callJointResponse', input)).toBe('FORBIDDEN');
    for (const who of [place.otherTownship, place.department])
      expect(['FORBIDDEN', 'NOT_FOUND']).toContain(await refusal(who, 'callJointResponse', input));
    await call(gridEventId);
    for (const who of [place.police, place.township])
      expect(['FORBIDDEN', 'NOT_FOUND']).toContain(
        await refusal(who, 'reportToJointResponse', { gridEventId }),
      );
  });

  it('never calls anybody to what police and civil affairs alone may know of', async () => {
    const gridEventId = await reported({ isAboutHarm: true });
    const input = { gridEventId, departments: both(), ...NOTE };
    await take(place.police, 'accept', { gridEventId });
    expect(await refusal(place.township, 'callJointResponse', input)).toBe('NOT_FOUND');
    expect(await refusal(place.police, 'callJointResponse', input)).toBe('FORBIDDEN');
    expect(await refusal(place.police, 'reportToJointResponse', { gridEventId })).toBe('FORBIDDEN');
  });

  it('tells the others who was called and who answered, by ids alone', async () => {
    const id = await inHand();
    await call(id, [{ departmentId: waterId, task: TASK }]);
    await take(water, 'answerJointResponse', { gridEventId: id, isDone: true, ...NOTE });
    const told = (await place.service.drainOutbox()).filter(({ subject }) => subject === id).slice(-2);
    expect(told).toMatchObject([
      { type: 'grid-registry.GridEventJointResponseCalled.v1', data: { departmentIds: [waterId] } },
      {
        type: 'grid-registry.GridEventJointResponseAnswered.v1',
        data: { answeringDepartmentId: waterId, isDone: true },
      },
    ]);
    expect(JSON.stringify(told)).not.toContain(TASK);
  });

  it('is called once, however often the call is sent', async () => {
    const gridEventId = await inHand();
    const input = { requestId: randomUUID(), gridEventId, departments: both(), ...NOTE };
    for (let sent = 0; sent < 2; sent += 1) await place.township.get(STEPS.callJointResponse, { input });
    expect((await look(place.township, gridEventId)).jointResponse).toHaveLength(2);
  });
});
