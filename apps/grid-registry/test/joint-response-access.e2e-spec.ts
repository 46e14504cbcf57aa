import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { refusal, take } from './grid-event.builder.js';
import type { Place } from './grid-registry.fixture.js';
import { JointResponseStage, NOTE, ONE } from './joint-response.stage.js';

describe('who calls whom to a joint response', () => {
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

  it.each([
    ['nobody', 'JOINT_RESPONSE_DEPARTMENTS_INVALID', () => []],
    [
      'a department twice',
      'JOINT_RESPONSE_DEPARTMENTS_INVALID',
      () => [...stage.both(), { departmentId: waterId }],
    ],
    [
      'more than an event may be with',
      'JOINT_RESPONSE_DEPARTMENTS_INVALID',
      () => Array.from({ length: 21 }, () => ({ departmentId: randomUUID() })),
    ],
    ['a department that is none', 'NOT_FOUND', () => [{ departmentId: randomUUID() }]],
    ['what is no id', 'MALFORMED_ID', () => [{ departmentId: '水利局' }]],
  ])('calls not %s, and leaves no trace', async (_whom, code, departments) => {
    const gridEventId = await stage.inHand();
    const input = { gridEventId, departments: departments(), ...NOTE };
    expect(await refusal(place.township, 'callJointResponse', input)).toBe(code);
    expect((await stage.look(place.township, gridEventId)).jointResponse).toEqual([]);
  });

  it('calls no department of another place', async () => {
    const elsewhere = randomUUID();
    await place.service.sql(
      `INSERT INTO department (id, code, name, area_code, duties) VALUES ($1, 'office', '旭日街道办', '361104100', '{HAZARD}')`,
      [elsewhere],
    );
    const input = { gridEventId: await stage.inHand(), departments: [{ departmentId: elsewhere }], ...NOTE };
    expect(await refusal(place.township, 'callJointResponse', input)).toBe('JOINT_RESPONSE_DEPARTMENT_AREA');
  });

  it('calls no department to what is said of itself', async () => {
    const gridEventId = await stage.reported({ concerns: { departmentId: waterId } });
    await take(place.county, 'accept', { gridEventId });
    const input = { gridEventId, departments: stage.both(), ...NOTE };
    expect(await refusal(place.county, 'dispatch', { gridEventId, level: 'TOWNSHIP' })).toBe(
      'CONCERNED_BODY',
    );
    await take(place.county, 'dispatch', { gridEventId, level: 'COUNTY' });
    expect(await refusal(place.county, 'callJointResponse', input)).toBe('CONCERNED_BODY');
    expect(await water.refusal(ONE, { id: gridEventId })).toBe('NOT_FOUND');
  });

  it('does not exist for an official of a called department who is complained of', async () => {
    const gridEventId = await stage.reported({ concerns: { personId: waterColleague.subject } });
    await place.service.sql(
      `UPDATE grid_event SET level = 'COUNTY', state = 'ACCEPTED', concerned_department_ids = '{}' WHERE id = $1`,
      [gridEventId],
    );
    await take(place.county, 'callJointResponse', { gridEventId, departments: stage.both(), ...NOTE });
    expect(await stage.listed(water, { departmentId: waterId })).toContain(gridEventId);
    expect(await stage.listed(waterColleague, { departmentId: waterId })).not.toContain(gridEventId);
    expect(await refusal(waterColleague, 'reportToJointResponse', { gridEventId })).toBe('NOT_FOUND');
  });

  it('is called by who has the event in hand, and by nobody else', async () => {
    const gridEventId = await stage.inHand();
    const input = { gridEventId, departments: stage.both(), ...NOTE };
    for (const who of [place.villageOfficer, place.county, place.worker])
      expect(await refusal(who, 'callJointResponse', input)).toBe('FORBIDDEN');
    for (const who of [place.otherTownship, place.department])
      expect(['FORBIDDEN', 'NOT_FOUND']).toContain(await refusal(who, 'callJointResponse', input));
    await stage.call(gridEventId);
    for (const who of [place.police, place.township])
      expect(['FORBIDDEN', 'NOT_FOUND']).toContain(
        await refusal(who, 'reportToJointResponse', { gridEventId }),
      );
  });

  it('never calls anybody to what police and civil affairs alone may know of', async () => {
    const gridEventId = await stage.reported({ isAboutHarm: true });
    const input = { gridEventId, departments: stage.both(), ...NOTE };
    await take(place.police, 'accept', { gridEventId });
    expect(await refusal(place.township, 'callJointResponse', input)).toBe('NOT_FOUND');
    expect(await refusal(place.police, 'callJointResponse', input)).toBe('FORBIDDEN');
    expect(await refusal(place.police, 'reportToJointResponse', { gridEventId })).toBe('FORBIDDEN');
  });
});
