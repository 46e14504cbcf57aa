import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anAudit, surveyed } from './ending.builder.js';
import { aStoredDocument, FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { object } from './objection.builder.js';
import {
  aDecision,
  aProposal,
  aProposedProject,
  aSubmittedProject,
  ofTownship,
  refusal,
  take,
} from './project.builder.js';
import { anOffer, aPayment, aSelection } from './works.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql(`TRUNCATE project, envelope CASCADE`);
  await place.service.sql(`DELETE FROM document`);
});
afterAll(() => place.service.stop());

const anEmergency = (projectId: string, over: Record<string, unknown> = {}) => ({
  ...{ projectId, skipped: ['CONSULTATION', 'DESIGN'], reason: '山洪冲毁村道，群众出行受阻' },
  ...over,
});
const begun = async (over: Parameters<typeof aProposal>[0] = {}): Promise<string> => {
  const id = await aProposedProject(place, over);
  await take(place.villageOfficer, 'startInEmergency', anEmergency(id));
  return id;
};
const confirm = async (id: string, over: Parameters<typeof aDecision>[2] = {}, who = place.villageOfficer) =>
  take(who, 'decide', await aDecision(place, id, over));
const held = () => place.service.sql('SELECT small_held_fen::int AS held FROM envelope');

interface Emergency {
  readonly skipped: string[];
  readonly reason: string;
  readonly confirmBy: string;
  readonly isConfirmationOverdue: boolean;
  readonly isConfirmedInTime: boolean | null;
  readonly regularisedAt: string | null;
}
const see = async (id: string, who = place.villageOfficer): Promise<Emergency | null> => {
  const fields = 'skipped reason confirmBy isConfirmationOverdue isConfirmedInTime regularisedAt';
  const { microProject } = await who.get<{ microProject: { emergency: Emergency | null } }>(
    `query ($id: ID!) { microProject(id: $id) { emergency { ${fields} } } }`,
    { id },
  );
  return microProject.emergency;
};

const toldInTime = async (id: string): Promise<boolean[]> => {
  const told = await place.service.sql<{ isInTime: boolean }>(
    `SELECT (data->>'isInTime')::boolean AS "isInTime" FROM journal_entry
      WHERE aggregate_id = $1 AND type LIKE '%EmergencyConfirmed%' ORDER BY recorded_at, id`,
    [id],
  );
  return told.map(({ isInTime }) => isInTime);
};

describe('an emergency', () => {
  it('begins at once, with its money reserved and everybody told why', async () => {
    const id = await aProposedProject(place);
    expect(await take(place.villageOfficer, 'startInEmergency', anEmergency(id))).toMatchObject({
      ...{ state: 'IN_PROGRESS', committed: '0.00', decidingBody: 'VILLAGE_TWO_COMMITTEES' },
    });
    expect(await held()).toEqual([{ held: 800_000 }]);
    expect(await see(id, place.resident)).toEqual({
      ...{ skipped: ['CONSULTATION', 'DESIGN'], reason: '山洪冲毁村道，群众出行受阻' },
      ...{ confirmBy: '2026-03-11T15:59:59.999Z', isConfirmationOverdue: false },
      ...{ isConfirmedInTime: null, regularisedAt: null },
    });
  });

  it('is none where nothing was skipped', async () => {
    expect(await see(await aSubmittedProject(place))).toBeNull();
  });

  it.each([
    ['that skips nothing', { skipped: [] }, 'SKIPPED_STEPS'],
    ['that skips something twice', { skipped: ['DESIGN', 'DESIGN'] }, 'SKIPPED_STEPS'],
    ['that would skip the decision', { skipped: ['DECISION'] }, 'BAD_USER_INPUT'],
    ['without a reason', { reason: ' ' }, 'TEXT_EMPTY'],
    ['that names a telephone number', { reason: '请找 13800138000' }, 'PERSONAL_NUMBER'],
  ])('%s is refused', async (_what, over, code) => {
    const id = await aProposedProject(place);
    expect(await refusal(place.villageOfficer, 'startInEmergency', anEmergency(id, over))).toBe(code);
    expect(await see(id)).toBeNull();
  });

  it('comes out of a need or the plan unless it skips their collection', async () => {
    const { id } = await take(place.villageOfficer, 'propose', aProposal());
    expect(await refusal(place.villageOfficer, 'startInEmergency', anEmergency(id))).toBe('PROJECT_SOURCES');
    const skipped = ['COLLECTION', 'DESIGN'];
    await take(place.villageOfficer, 'startInEmergency', anEmergency(id, { skipped }));
    await place.service.sql(`UPDATE project SET state = 'PROPOSED' WHERE id = $1`, [id]);
    expect(await take(place.villageOfficer, 'submit', { projectId: id })).toMatchObject({
      state: 'SUBMITTED',
    });
  });

  it('is begun by who leads it, before it is submitted, and within the quota', async () => {
    const id = await aProposedProject(place);
    for (const who of [place.township, place.recorder, place.county])
      expect(await refusal(who, 'startInEmergency', anEmergency(id))).toBe('FORBIDDEN');
    const submitted = await aSubmittedProject(place);
    expect(await refusal(place.villageOfficer, 'startInEmergency', anEmergency(submitted))).toBe(
      'ILLEGAL_TRANSITION',
    );
    await place.service.sql('UPDATE envelope SET small_limit_fen = small_held_fen');
    expect(await refusal(place.villageOfficer, 'startInEmergency', anEmergency(id))).toBe('QUOTA_EXCEEDED');
  });

  it('is paid for after a body has confirmed it, and not before', async () => {
    const id = await begun();
    expect(await refusal(place.villageOfficer, 'recordPayment', await aPayment(place, id))).toBe(
      'EMERGENCY_UNCONFIRMED',
    );
    expect(await confirm(id)).toMatchObject({ state: 'IN_PROGRESS', committed: '8000.00' });
    await take(place.villageOfficer, 'recordPayment', await aPayment(place, id));
    expect(await see(id)).toMatchObject({ isConfirmedInTime: true, isConfirmationOverdue: false });
  });

  it('may have a contractor within what is reserved', async () => {
    const id = await begun();
    const dear = await aSelection(place, id, { offers: [anOffer({ amount: '8000.01', isChosen: true })] });
    expect(await refusal(place.villageOfficer, 'selectContractor', dear)).toBe('CONTRACT_ABOVE_COMMITMENT');
    await take(place.villageOfficer, 'selectContractor', await aSelection(place, id));
  });

  it('that is confirmed late shows it', async () => {
    const id = await begun();
    place.service.clock.set('2026-03-12T02:00:00Z');
    expect(await see(id)).toMatchObject({ isConfirmationOverdue: true, isConfirmedInTime: null });
    await confirm(id, { meeting: { heldOn: '2026-03-12' } });
    expect(await see(id)).toMatchObject({ isConfirmationOverdue: false, isConfirmedInTime: false });
    expect(await toldInTime(id)).toEqual([false]);
  });

  it.each([
    ['on the last day', '2026-03-11', true],
    ['a day later', '2026-03-12', false],
  ])(
    'is confirmed on the day of the meeting, whenever that is keyed in: %s',
    async (_when, heldOn, isInTime) => {
      const id = await begun();
      place.service.clock.set('2026-03-13T02:00:00Z');
      expect(await see(id)).toMatchObject({ isConfirmationOverdue: true, isConfirmedInTime: null });
      await confirm(id, { meeting: { heldOn } });
      expect(await see(id)).toMatchObject({ isConfirmationOverdue: false, isConfirmedInTime: isInTime });
      expect(await toldInTime(id)).toEqual([isInTime]);
    },
  );

  it('to which an objection is upheld is to be confirmed anew, with as much time as at first', async () => {
    const id = await begun();
    await confirm(id);
    await take(place.villageOfficer, 'postNotice', { projectId: id });
    const { id: objectionId } = await object(place.resident, 'raise', { projectId: id });
    place.service.clock.set('2026-03-12T02:00:00Z');
    await object(place.township, 'rule', { objectionId, isUpheld: true });
    expect(await see(id)).toMatchObject({
      ...{ confirmBy: '2026-03-23T15:59:59.999Z', isConfirmationOverdue: false, isConfirmedInTime: null },
    });
    place.service.clock.set('2026-03-23T02:00:00Z');
    const before = await aDecision(place, id, { meeting: { heldOn: '2026-03-11' } });
    expect(await refusal(place.villageOfficer, 'decide', before)).toBe('MEETING_DAY');
    await confirm(id, { meeting: { heldOn: '2026-03-12' } });
    expect(await see(id)).toMatchObject({ isConfirmedInTime: true });
    expect(await toldInTime(id)).toEqual([true, true]);
  });

  it('goes to the body above where those recused leave no quorum', async () => {
    const id = await begun();
    const [a, b] = place.bodies.village;
    expect(await confirm(id, { stakeholderIds: [a, b] })).toMatchObject({
      ...{ state: 'IN_PROGRESS', decidingBody: 'TOWNSHIP_PARTY_COMMITTEE', committed: '0.00' },
    });
    expect(await refusal(place.villageOfficer, 'decide', await aDecision(place, id))).toBe('WRONG_BODY');
    expect(await confirm(id, { meeting: ofTownship(place) }, place.recorder)).toMatchObject({
      committed: '8000.00',
    });
  });

  it('is confirmed by the body whose amount it is', async () => {
    const id = await begun({ terms: { budget: '30000' } });
    expect(await refusal(place.villageOfficer, 'decide', await aDecision(place, id))).toBe('WRONG_BODY');
    await confirm(id, { meeting: ofTownship(place) }, place.recorder);
    expect(
      await refusal(place.recorder, 'decide', await aDecision(place, id, { meeting: ofTownship(place) })),
    ).toBe('ILLEGAL_TRANSITION');
  });

  it('that no body confirms stops, and neither goes on nor changes', async () => {
    const id = await begun();
    expect(await confirm(id, { isAdopted: false })).toMatchObject({ state: 'STOPPED', committed: '0.00' });
    expect(await refusal(place.villageOfficer, 'resume', { projectId: id })).toBe('EMERGENCY_UNCONFIRMED');
    const change = { projectId: id, terms: aProposal().terms, note: '改' };
    expect(await refusal(place.villageOfficer, 'requestChange', change)).toBe('EMERGENCY_UNCONFIRMED');
    await take(place.villageOfficer, 'abandon', { projectId: id, note: '未获确认' });
    expect(await held()).toEqual([{ held: 0 }]);
  });

  it('is made good with its notice, once that is over', async () => {
    const id = await begun();
    const { villageOfficer } = place;
    expect(await refusal(villageOfficer, 'postNotice', { projectId: id })).toBe('EMERGENCY_UNCONFIRMED');
    await confirm(id);
    await take(villageOfficer, 'postNotice', { projectId: id });
    expect(await refusal(villageOfficer, 'endNotice', { projectId: id })).toBe('NOTICE_NOT_OVER');
    place.service.clock.set('2026-03-10T02:00:00Z');
    await take(villageOfficer, 'endNotice', { projectId: id });
    expect(await see(id)).toMatchObject({ regularisedAt: '2026-03-10T02:00:00.000Z' });
    expect(await refusal(villageOfficer, 'endNotice', { projectId: id })).toBe('NOT_AN_EMERGENCY');
  });

  it('that lets work to a firm is confirmed on a resolution of the villagers, and closed like every other', async () => {
    const id = await begun();
    const { villageOfficer } = place;
    await take(villageOfficer, 'selectContractor', await aSelection(place, id, { resolutionId: null }));
    expect(await refusal(villageOfficer, 'decide', await aDecision(place, id))).toBe('RESOLUTION_REQUIRED');
    await confirm(id, { resolutionId: randomUUID() });
    await take(villageOfficer, 'postNotice', { projectId: id });
    await take(villageOfficer, 'complete', { projectId: id });
    place.service.clock.set('2026-03-10T02:00:00Z');
    await take(villageOfficer, 'endNotice', { projectId: id });
    await surveyed(place, id);
    await take(place.township, 'publishAudit', await anAudit(place, id));
    const columns = 'paid_fen = held_fen - retained_fen, need_ids = $2';
    await place.service.sql(`UPDATE project SET ${columns} WHERE id = $1`, [id, [randomUUID()]]);
    for (const purpose of ['RESOLUTION', 'COMPARISON', 'CONTRACT', 'VOUCHER', 'ACCEPTANCE'] as const)
      await aStoredDocument(place, { purpose, projectId: id });
    expect(await take(villageOfficer, 'close', { projectId: id })).toMatchObject({ state: 'CLOSED' });
  });

  it('is filed, where its amount asks for it, before it is posted', async () => {
    const id = await begun({ terms: { budget: '12000' } });
    expect(await refusal(place.township, 'file', { projectId: id })).toBe('EMERGENCY_UNCONFIRMED');
    await confirm(id);
    expect(await refusal(place.villageOfficer, 'postNotice', { projectId: id })).toBe('NOT_FILED');
    await take(place.township, 'file', { projectId: id });
    expect(await refusal(place.township, 'file', { projectId: id })).toBe('FILING_NOT_DUE');
    await take(place.villageOfficer, 'postNotice', { projectId: id });
  });
});
