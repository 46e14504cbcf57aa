import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { refusal, STEPS, take } from './grid-event.builder.js';
import { COUNTY, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';
import { JointResponseStage, LIST, NOTE, NOW, ONE, TASK } from './joint-response.stage.js';
import type { Listed } from './joint-response.stage.js';

const REVEAL = `mutation ($input: RevealPersonalDataInput!) { revealPersonalData(input: $input) { field words } }`;

describe('a joint response', () => {
  let stage: JointResponseStage;
  let place: Place;
  let waterId: string;
  let water: TestClient;
  let waterColleague: TestClient;

  beforeAll(async () => {
    stage = await JointResponseStage.start();
    ({ place, waterId, water, waterColleague } = stage);
  });
  afterAll(() => place.service.stop());

  it('names several departments, each with a deadline of policy, and is in the township’s hand', async () => {
    const id = await stage.called();
    const { state, level, department, jointResponse } = await stage.look(place.township, id);
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
    const [part] = await stage.partOf(await stage.called({ kind: 'EMERGENCY' }), waterId);
    expect(part?.dueAt).toBe('2026-03-02T04:00:00.000Z');
  });

  it('takes an earlier deadline, and neither a later nor a past one', async () => {
    const id = await stage.inHand();
    const attempt = (dueAt: string): Promise<string> =>
      refusal(place.township, 'callJointResponse', {
        gridEventId: id,
        departments: [{ departmentId: waterId, dueAt }],
        ...NOTE,
      });
    expect(await attempt('2026-03-06T00:00:00Z')).toBe('DEADLINE_TOO_FAR');
    expect(await attempt(NOW)).toBe('DEADLINE_IN_THE_PAST');
    expect((await stage.look(place.township, id)).state).toBe('ACCEPTED');
    await stage.call(id, [{ departmentId: waterId, dueAt: '2026-03-03T00:00:00Z' }]);
    expect((await stage.partOf(id, waterId))[0]?.dueAt).toBe('2026-03-03T00:00:00.000Z');
  });

  it('shows the event and its words to those who were called, and to no other department', async () => {
    const id = await stage.inHand();
    expect(await water.refusal(ONE, { id })).toBe('NOT_FOUND');
    await stage.call(id);
    for (const who of [water, place.department]) {
      expect((await stage.look(who, id)).jointResponse).toHaveLength(2);
      const input = { requestId: randomUUID(), gridEventId: id, purpose: 'HANDLING' };
      const { revealPersonalData } = await who.get<{
        revealPersonalData: { field: string; words: string }[];
      }>(REVEAL, {
        input,
      });
      expect(revealPersonalData).toContainEqual({ field: `task.${place.departmentId}`, words: TASK });
    }
    expect(await place.police.refusal(ONE, { id })).toBe('NOT_FOUND');
    expect(await stage.listed(place.police, { areaCode: COUNTY })).not.toContain(id);
  });

  it('keeps apart when a department was called, when it was there, and when it was done', async () => {
    const id = await stage.called();
    place.service.clock.set('2026-03-02T03:00:00Z');
    await take(water, 'reportToJointResponse', { gridEventId: id });
    expect(await refusal(water, 'reportToJointResponse', { gridEventId: id })).toBe(
      'JOINT_RESPONSE_ALREADY_REPORTED',
    );
    place.service.clock.set('2026-03-02T05:00:00Z');
    await take(water, 'answerJointResponse', { gridEventId: id, isDone: false, ...NOTE });
    expect(await stage.partOf(id, waterId)).toMatchObject([
      { answer: 'REPORTED', isOpen: true, doneAt: null },
    ]);
    await take(water, 'answerJointResponse', { gridEventId: id, isDone: true, ...NOTE });
    place.service.clock.set(NOW);
    expect(await stage.partOf(id, waterId)).toMatchObject([
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
    const id = await stage.called();
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
    const id = await stage.inHand();
    await stage.call(id, [{ departmentId: waterId }]);
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
    const id = await stage.inHand();
    await stage.call(id, [{ departmentId: waterId }]);
    await take(water, 'answerJointResponse', { gridEventId: id, isDone: true, ...NOTE });
    await take(place.township, 'reportDone', { gridEventId: id, ...NOTE });
    await take(place.worker, 'verify', { gridEventId: id, ...NOTE });
    expect((await stage.look(water, id)).state).toBe('VERIFIED');
    const input = { requestId: randomUUID(), gridEventId: id, purpose: 'HANDLING' };
    expect(await water.refusal(REVEAL, { input })).toBe('PURPOSE_NOT_OPEN');
  });

  it('can be added to while others are at work, but not twice with the same department', async () => {
    const id = await stage.inHand();
    await stage.call(id, [{ departmentId: waterId }]);
    expect(
      await place.township.refused(STEPS.callJointResponse, {
        input: { requestId: randomUUID(), gridEventId: id, departments: stage.both(), ...NOTE },
      }),
    ).toEqual({ code: 'JOINT_RESPONSE_ALREADY_CALLED', details: { departmentIds: [waterId] } });
    await take(water, 'answerJointResponse', { gridEventId: id, isDone: true, ...NOTE });
    await stage.call(id, stage.both());
    expect(await stage.partOf(id, waterId)).toMatchObject([{ answer: 'DONE' }, { answer: 'CALLED' }]);
  });

  it('releases who was called by mistake, with a reason, and then does not exist for them', async () => {
    const id = await stage.called();
    const input = { gridEventId: id, departmentId: waterId, ...NOTE };
    expect(await refusal(water, 'releaseFromJointResponse', input)).toBe('FORBIDDEN');
    expect(await refusal(place.township, 'releaseFromJointResponse', { ...input, note: ' ' })).toBe(
      'TEXT_EMPTY',
    );
    await take(place.township, 'releaseFromJointResponse', input);
    expect(await water.refusal(ONE, { id })).toBe('NOT_FOUND');
    expect(await stage.listed(water, { departmentId: waterId })).not.toContain(id);
    expect(await stage.partOf(id, waterId)).toMatchObject([{ answer: 'RELEASED', isOpen: false }]);
    await take(place.department, 'answerJointResponse', { gridEventId: id, isDone: true, ...NOTE });
    expect((await take(place.township, 'reportDone', { gridEventId: id, ...NOTE })).state).toBe(
      'REPORTED_DONE',
    );
  });

  it('lets who was there before the release go on reading', async () => {
    const id = await stage.called();
    await take(water, 'reportToJointResponse', { gridEventId: id });
    await take(place.township, 'releaseFromJointResponse', {
      gridEventId: id,
      departmentId: waterId,
      ...NOTE,
    });
    expect((await stage.look(water, id)).state).toBe('UNDER_WAY');
  });

  it('lists what is awaited and what is late, for departments and townships', async () => {
    const id = await stage.called();
    const early = await stage.inHand();
    await stage.call(early, [{ departmentId: waterId, dueAt: '2026-03-02T03:30:00Z' }]);
    place.service.clock.set('2026-03-02T03:45:00Z');
    expect(await stage.listed(water, { departmentId: waterId, isOverdue: true })).toEqual([early]);
    expect(
      await stage.listed(place.township, { areaCode: TOWNSHIP, departmentId: waterId, isOverdue: true }),
    ).toEqual([early]);
    expect(await stage.listed(place.otherTownship, { areaCode: TOWNSHIP })).toEqual([]);
    expect((await stage.partOf(early, waterId))[0]?.isOverdue).toBe(true);
    await take(water, 'answerJointResponse', { gridEventId: early, isDone: true, ...NOTE });
    place.service.clock.set(NOW);
    expect(await stage.listed(water, { isOverdue: true })).toEqual([]);
    expect(await stage.listed(water, { isOpen: true })).toContain(id);
    expect(await stage.listed(water, { isOpen: true })).not.toContain(early);
    expect(await stage.listed(water, { isOpen: false })).toContain(early);
  });

  it('pages through them without losing one', async () => {
    const whole = await stage.listed(place.township, { areaCode: TOWNSHIP });
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

  it('tells the others who was called and who answered, by ids alone', async () => {
    const id = await stage.inHand();
    await stage.call(id, [{ departmentId: waterId, task: TASK }]);
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
    const gridEventId = await stage.inHand();
    const input = { requestId: randomUUID(), gridEventId, departments: stage.both(), ...NOTE };
    for (let sent = 0; sent < 2; sent += 1) await place.township.get(STEPS.callJointResponse, { input });
    expect((await stage.look(place.township, gridEventId)).jointResponse).toHaveLength(2);
  });
});
