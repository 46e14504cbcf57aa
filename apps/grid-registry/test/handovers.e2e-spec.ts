import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { aReport, refusal, STEPS, take } from './grid-event.builder.js';
import { COUNTY, startGridRegistry, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const NOTE = { note: '情况说明' };
const ONE = `query ($id: ID!) { gridEvent(id: $id) { id state handedOverTo receiptNumber windowDepartment { id } } }`;
const REPORT = `mutation ($input: ReportGridEventInput!) {
  answer: reportGridEvent(input: $input) { id state receiptNumber isRestricted slip { number queryCode } } }`;
const SLIP = `mutation ($slip: ReportSlipInput!) {
  answer: openReportSlip(slip: $slip) { state handedOverTo receiptNumber window told { transition field words } } }`;
const NOTIFICATIONS = `{ myNotifications(first: 50) { edges { node { kind gridEvent { id } } } } }`;

interface Slip {
  readonly number: string;
  readonly queryCode: string;
}
interface Reported {
  readonly id: string;
  readonly state: string;
  readonly receiptNumber: string | null;
  readonly isRestricted: boolean;
  readonly slip: Slip;
}

describe('what is no grid event', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  const toldOf = async (who: TestClient, id: string): Promise<string[]> => {
    interface Told {
      readonly myNotifications: {
        readonly edges: readonly { node: { kind: string; gridEvent: { id: string } | null } }[];
      };
    }
    const { myNotifications } = await who.get<Told>(NOTIFICATIONS);
    return myNotifications.edges.filter(({ node }) => node.gridEvent?.id === id).map(({ node }) => node.kind);
  };
  const typesOf = async (id: string): Promise<string[]> =>
    (
      await place.service.sql<{ name: string }>(
        `SELECT split_part(type, '.', 2) AS name FROM journal_entry WHERE aggregate_id = $1 ORDER BY sequence`,
        [id],
      )
    ).map(({ name }) => name);
  const asResident = (over: Record<string, unknown> = {}): Record<string, unknown> =>
    aReport({ areaCode: VILLAGE, source: 'RESIDENT', ...over });

  it('is handed over with a receipt that its reporter finds', async () => {
    const { answer } = await place.resident.get<{ answer: Reported }>(REPORT, { input: asResident() });
    const input = { gridEventId: answer.id, ...NOTE, recipient: 'PETITION_OFFICE' };
    expect((await take(place.villageOfficer, 'handOver', input)).state).toBe('HANDED_OVER');
    const { gridEvent } = await place.resident.get<{ gridEvent: Record<string, string> }>(ONE, {
      id: answer.id,
    });
    expect(gridEvent['receiptNumber']).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
    expect(gridEvent['receiptNumber']).not.toBe(answer.slip.number);
    expect(await toldOf(place.resident, answer.id)).toEqual(['HANDED_OVER']);
    const status = await place.service.client().get<{ answer: object }>(SLIP, { slip: answer.slip });
    expect(status.answer).toMatchObject({
      handedOverTo: 'PETITION_OFFICE',
      receiptNumber: gridEvent['receiptNumber'],
    });
  });

  it('is processed no further, and is not its reporter’s to reopen', async () => {
    const { id: gridEventId } = await take(place.resident, 'report', asResident());
    await take(place.villageOfficer, 'handOver', { gridEventId, ...NOTE, recipient: 'COURT' });
    expect(await refusal(place.villageOfficer, 'accept', { gridEventId })).toBe('ILLEGAL_TRANSITION');
    expect(await refusal(place.resident, 'reopen', { gridEventId, ...NOTE })).toBe('FORBIDDEN');
    expect((await take(place.county, 'reopen', { gridEventId, ...NOTE })).state).toBe('ACCEPTED');
  });

  it('is handed over at the report itself, as two entries of the journal', async () => {
    const input = asResident({ handOverTo: 'PETITION_OFFICE' });
    const { answer } = await place.resident.get<{ answer: Reported }>(REPORT, { input });
    expect(answer).toMatchObject({ state: 'HANDED_OVER', isRestricted: false });
    expect(answer.receiptNumber).not.toBeNull();
    expect(await typesOf(answer.id)).toEqual(['GridEventReported', 'GridEventHandedOver']);
    expect(await toldOf(place.resident, answer.id)).toEqual(['HANDED_OVER']);
    const again = await place.resident.get<{ answer: Reported }>(REPORT, { input });
    expect(again.answer).toEqual(answer);
  });

  it('is handed over at the report for somebody else, too', async () => {
    const subject = { name: '王奶奶', contact: '13800000000' };
    const input = asResident({ handOverTo: 'COURT', channel: 'PAPER', subject });
    const { answer } = await place.volunteer.get<{ answer: Reported }>(REPORT, { input });
    const status = await place.service.client().get<{ answer: object }>(SLIP, { slip: answer.slip });
    expect(status.answer).toMatchObject({ state: 'HANDED_OVER', receiptNumber: answer.receiptNumber });
  });

  const tallies = async (): Promise<unknown> =>
    place.service.sql(
      `SELECT area_id, sum(reported + accepted + handed_over)::int AS n FROM grid_event_tally GROUP BY 1 ORDER BY 1`,
    );

  it('is for discipline inspection alone once it is a denunciation', async () => {
    const before = await tallies();
    const { id } = await take(place.resident, 'report', asResident());
    const input = { gridEventId: id, ...NOTE, recipient: 'DISCIPLINE_INSPECTION' };
    await take(place.villageOfficer, 'handOver', input);
    for (const who of [place.worker, place.villageOfficer, place.township, place.county])
      expect(await who.refusal(ONE, { id })).toBe('NOT_FOUND');
    for (const who of [place.inspection, place.resident])
      expect((await who.get<{ gridEvent: { id: string } }>(ONE, { id })).gridEvent.id).toBe(id);
    expect(await tallies()).toEqual(before);
    const [told] = await place.service.sql(
      `SELECT data->>'areaCode' AS area FROM journal_entry WHERE aggregate_id = $1 AND type LIKE '%HandedOver%'`,
      [id],
    );
    expect(told).toEqual({ area: COUNTY });
  });

  it('is a denunciation from its first moment if it was reported as one', async () => {
    const before = await tallies();
    const input = asResident({ handOverTo: 'DISCIPLINE_INSPECTION' });
    const { answer } = await place.resident.get<{ answer: Reported }>(REPORT, { input });
    const areas = await place.service.sql(
      `SELECT DISTINCT data->>'areaCode' AS area, area_code FROM journal_entry WHERE aggregate_id = $1`,
      [answer.id],
    );
    expect(areas).toEqual([{ area: COUNTY, area_code: COUNTY }]);
    for (const who of [place.worker, place.villageOfficer, place.township, place.county])
      expect(await who.refusal(ONE, { id: answer.id })).toBe('NOT_FOUND');
    expect(await tallies()).toEqual(before);
  });

  it('is not settled on the spot at the same time', async () => {
    const input = aReport({ ...NOTE, handOverTo: 'COURT' });
    expect(await refusal(place.worker, 'settleOnTheSpot', input)).toBe('SETTLED_AND_HANDED_OVER');
  });

  it('is handed over by no resident who did not report it', async () => {
    const { id: gridEventId } = await take(place.resident, 'report', asResident());
    const neighbour = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
    const input = { requestId: randomUUID(), gridEventId, ...NOTE, recipient: 'COURT' };
    expect(await neighbour.refusal(STEPS.handOver, { input })).toBe('FORBIDDEN');
  });
});
