import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { anEventAfter, aReport, refusal, take } from './grid-event.builder.js';
import { GRID, startGridRegistry, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const NOTE = { note: '情况说明' };
const MEDIATION = { areaCode: GRID, kind: 'MEDIATION', category: 'DISPUTE', text: '邻居占了我家的地基' };
const REVEAL = `mutation ($input: RevealPersonalDataInput!) { answer: revealPersonalData(input: $input) { field words } }`;
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

describe('the kinds of grid events', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  const revealed = async (who: TestClient, gridEventId: string, purpose: string): Promise<string> => {
    const answer = await who.ask(REVEAL, { input: { requestId: randomUUID(), gridEventId, purpose } });
    return answer.errors?.[0]?.extensions.code ?? JSON.stringify(answer.data);
  };
  const toldOf = async (who: TestClient, id: string): Promise<string[]> => {
    interface Told {
      readonly myNotifications: {
        readonly edges: readonly { node: { kind: string; gridEvent: { id: string } | null } }[];
      };
    }
    const { myNotifications } = await who.get<Told>(NOTIFICATIONS);
    return myNotifications.edges.filter(({ node }) => node.gridEvent?.id === id).map(({ node }) => node.kind);
  };
  const asResident = (over: Record<string, unknown> = {}): Record<string, unknown> =>
    aReport({ areaCode: VILLAGE, source: 'RESIDENT', ...over });

  describe('a mediation', () => {
    const inVillage = async (): Promise<{ gridEventId: string }> => {
      const { id: gridEventId } = await take(place.resident, 'report', asResident(MEDIATION));
      await take(place.villageOfficer, 'accept', { gridEventId });
      await take(place.villageOfficer, 'dispatch', { gridEventId, level: 'VILLAGE' });
      return { gridEventId };
    };

    it('begins and ends only once the parties agreed', async () => {
      const event = await inVillage();
      for (const step of ['start', 'reportDone'] as const)
        expect(await refusal(place.villageOfficer, step, { ...event, ...(step !== 'start' && NOTE) })).toBe(
          'MEDIATION_NOT_CONSENTED',
        );
      await take(place.villageOfficer, 'recordMediationConsent', { ...event, ...NOTE, isConsented: true });
      expect((await take(place.villageOfficer, 'start', event)).state).toBe('UNDER_WAY');
    });

    it('is not registered as settled without agreement', async () => {
      const settle = aReport({ ...MEDIATION, ...NOTE });
      expect(await refusal(place.worker, 'settleOnTheSpot', settle)).toBe('MEDIATION_NOT_CONSENTED');
      const agreed = { ...settle, requestId: randomUUID(), isMediationConsented: true };
      expect((await take(place.worker, 'settleOnTheSpot', agreed)).state).toBe('SETTLED_ON_THE_SPOT');
    });

    it('ends when a party no longer wants it, and is told where else to go', async () => {
      const event = await inVillage();
      await take(place.villageOfficer, 'recordMediationConsent', { ...event, ...NOTE, isConsented: true });
      await take(place.villageOfficer, 'start', event);
      await take(place.resident, 'recordMediationConsent', { ...event, ...NOTE, isConsented: false });
      const done = { ...event, ...NOTE };
      expect(await refusal(place.villageOfficer, 'reportDone', done)).toBe('MEDIATION_NOT_CONSENTED');
      const procedure = { ...done, window: '人民调解委员会或人民法院' };
      expect((await take(place.villageOfficer, 'tellProcedure', procedure)).state).toBe('PROCEDURE_TOLD');
    });

    it('is not said to be agreed on by one party alone', async () => {
      const event = await inVillage();
      const consent = { ...event, ...NOTE, isConsented: true };
      expect(await refusal(place.resident, 'recordMediationConsent', consent)).toBe('FORBIDDEN');
    });

    it('is taken back with a slip alone', async () => {
      const { answer } = await place.resident.get<{ answer: Reported }>(REPORT, {
        input: asResident(MEDIATION),
      });
      const document = `mutation ($input: WithdrawMediationConsentBySlipInput!) {
        answer: withdrawGridEventMediationConsentBySlip(input: $input) { state } }`;
      const input = { requestId: randomUUID(), slip: answer.slip, ...NOTE };
      await place.service.client().get(document, { input });
      const [row] = await place.service.sql(`SELECT is_mediation_consented FROM grid_event WHERE id = $1`, [
        answer.id,
      ]);
      expect(row).toEqual({ is_mediation_consented: false });
    });

    it('stays in grid and village unless a party asks', async () => {
      const { id: gridEventId } = await take(place.resident, 'report', asResident(MEDIATION));
      const up = { gridEventId, ...NOTE };
      expect(await refusal(place.villageOfficer, 'escalate', up)).toBe('MEDIATION_STAYS_IN_GRID');
      await take(place.villageOfficer, 'accept', { gridEventId });
      const away = { gridEventId, departmentId: place.departmentId };
      expect(await refusal(place.villageOfficer, 'dispatch', away)).toBe('MEDIATION_STAYS_IN_GRID');
      expect(await refusal(place.township, 'dispatch', { gridEventId, level: 'TOWNSHIP' })).toBe(
        'MEDIATION_STAYS_IN_GRID',
      );
      const asked = await take(place.villageOfficer, 'escalate', { ...up, isAskedByParty: true });
      expect(asked.state).toBe('REPORTED');
      await take(place.township, 'accept', { gridEventId });
      expect((await take(place.township, 'dispatch', away)).state).toBe('DISPATCHED');
    });

    it('is read by nobody but who has it in hand', async () => {
      const { gridEventId } = await inVillage();
      for (const who of [place.villageOfficer, place.worker])
        expect(await revealed(who, gridEventId, 'HANDLING')).toContain(MEDIATION.text);
      for (const who of [place.township, place.county])
        expect(await revealed(who, gridEventId, 'HANDLING')).toBe('FORBIDDEN');
      expect(await revealed(place.inspection, gridEventId, 'AUDIT')).toBe('FORBIDDEN');
      const ordinary = await anEventAfter(place, 'accept');
      expect(await revealed(place.township, ordinary.id, 'HANDLING')).toContain('words');
    });

    it('gives the follow-up the answers and not the quarrel', async () => {
      const event = await inVillage();
      await take(place.villageOfficer, 'recordMediationConsent', { ...event, ...NOTE, isConsented: true });
      await take(place.villageOfficer, 'reportDone', { ...event, note: '双方各让一尺' });
      await take(place.worker, 'verify', { ...event, ...NOTE });
      await take(place.villageOfficer, 'notify', { ...event, ...NOTE });
      const words = await revealed(place.county, event.gridEventId, 'FOLLOW_UP');
      expect(words).not.toContain(MEDIATION.text);
      expect(words).not.toContain('双方各让一尺');
    });
  });

  describe('an approval matter', () => {
    const anApproval = async (): Promise<Reported> =>
      (await place.resident.get<{ answer: Reported }>(REPORT, { input: asResident({ kind: 'APPROVAL' }) }))
        .answer;

    it('is not handled as ordinary work', async () => {
      const { id: gridEventId } = await anApproval();
      await take(place.villageOfficer, 'accept', { gridEventId });
      expect(await refusal(place.villageOfficer, 'dispatch', { gridEventId, level: 'VILLAGE' })).toBe(
        'APPROVAL_NOT_HANDLED',
      );
      const settle = aReport({ kind: 'APPROVAL', ...NOTE });
      expect(await refusal(place.worker, 'settleOnTheSpot', settle)).toBe('APPROVAL_NOT_HANDLED');
    });

    it('ends with the procedure and a department’s window, which its reporter is told', async () => {
      const { id, slip } = await anApproval();
      const input = { gridEventId: id, note: '带身份证和房产证', windowDepartmentId: place.departmentId };
      await take(place.villageOfficer, 'tellProcedure', input);
      const { gridEvent } = await place.resident.get<{ gridEvent: Record<string, unknown> }>(ONE, { id });
      expect(gridEvent).toMatchObject({
        state: 'PROCEDURE_TOLD',
        windowDepartment: { id: place.departmentId },
      });
      expect(await toldOf(place.resident, id)).toEqual(['PROCEDURE']);
      expect(await revealed(place.resident, id, 'OWN')).toContain('带身份证和房产证');
      const { answer } = await place.service.client().get<{ answer: { window: string } }>(SLIP, { slip });
      expect(answer.window).toBe('住房和城乡建设局');
    });

    it('names the window in words where it is no department’s, sealed', async () => {
      const { id } = await anApproval();
      const window = '镇便民服务中心2号窗口';
      await take(place.villageOfficer, 'tellProcedure', { gridEventId: id, ...NOTE, window });
      expect(await revealed(place.resident, id, 'OWN')).toContain(window);
      const stored = await place.service.sql(
        `SELECT to_jsonb(e)::text || (SELECT jsonb_agg(to_jsonb(j))::text FROM journal_entry j WHERE aggregate_id = e.id::text) AS all
           FROM grid_event e WHERE id = $1`,
        [id],
      );
      expect(JSON.stringify(stored)).not.toContain(window);
    });

    it.each([
      ['no window', {}],
      ['two windows', { window: '窗口', windowDepartmentId: 'department' }],
    ])('is not told with %s', async (_what, over) => {
      const { id: gridEventId } = await anApproval();
      const both = 'windowDepartmentId' in over && { windowDepartmentId: place.departmentId };
      const input = { gridEventId, ...NOTE, ...over, ...both };
      expect(await refusal(place.villageOfficer, 'tellProcedure', input)).toBe('PROCEDURE_WINDOW_INVALID');
    });

    it('is the only kind that ends so, besides a mediation that failed', async () => {
      const { id: gridEventId } = await anEventAfter(place, 'accept');
      const input = { gridEventId, ...NOTE, window: '窗口' };
      expect(await refusal(place.township, 'tellProcedure', input)).toBe('KIND_MISMATCH');
    });
  });
});
