import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { AlertTimer } from '../src/grid-event-alerts/ringing/alert-timer.js';
import {
  ACKNOWLEDGE,
  acknowledgement,
  alertSeen,
  alertsSeen,
  anEmergency,
} from './grid-event-alert.builder.js';
import { aReport, PRIVATE_TEXT, refusal, STEPS, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import { COUNTY, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const NOTICE = `query ($areaCode: String) { emergencyNotice(areaCode: $areaCode) { text numbers { number purpose } } }`;
const REPORT = `mutation ($input: ReportGridEventInput!) { answer: reportGridEvent(input: $input) { id slip { number } warning { code notice { numbers { number } } } } }`;
const REVEAL = `mutation ($input: RevealPersonalDataInput!) { answer: revealPersonalData(input: $input) { field words } }`;
const NOTIFICATIONS = `{ myNotifications(first: 100) { edges { node { kind gridEvent { id state } } } } }`;
const NOTE = { note: '现场无险情，感谢及时报警' };

interface Notice {
  readonly emergencyNotice: { text: string; numbers: { number: string; purpose: string }[] };
}
interface Reported {
  readonly answer: {
    readonly id: string;
    readonly slip: { readonly number: string };
    readonly warning: { code: string; notice: { numbers: { number: string }[] } } | null;
  };
}

describe('an emergency', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  const reveal = (who: TestClient, event: EventAnswer): Promise<{ answer: { words: string }[] }> =>
    who.get(REVEAL, { input: { requestId: randomUUID(), gridEventId: event.id, purpose: 'HANDLING' } });
  const revealRefusal = (who: TestClient, event: EventAnswer): Promise<string> =>
    who.refusal(REVEAL, { input: { requestId: randomUUID(), gridEventId: event.id, purpose: 'HANDLING' } });
  const read = async (who: TestClient, event: EventAnswer): Promise<string[]> =>
    (await reveal(who, event)).answer.map(({ words }) => words);
  const acknowledge = async (who: TestClient, event: EventAnswer, level: string): Promise<void> => {
    await who.get(ACKNOWLEDGE, acknowledgement((await alertSeen(who, event, level)).id));
  };

  describe('before it is reported', () => {
    it('shows everybody whom to call, in their language, whatever place they name', async () => {
      const stranger = place.service.client();
      for (const areaCode of [VILLAGE, 'nowhere', null]) {
        const { emergencyNotice } = await stranger.get<Notice>(NOTICE, { areaCode });
        expect(emergencyNotice.numbers.map(({ number }) => number)).toEqual(['110', '119', '120']);
        expect(emergencyNotice.text).toContain('does not replace a call');
      }
      const chinese = stranger.with({ 'accept-language': 'zh-CN' });
      const { emergencyNotice } = await chinese.get<Notice>(NOTICE);
      expect(emergencyNotice.text).toContain('不能代替报警求助');
      expect(emergencyNotice.numbers[1]?.purpose).toContain('火灾');
    });

    it('is never lost for want of the notice, which is answered instead', async () => {
      const input = aReport({ kind: 'EMERGENCY' });
      const { answer } = await place.worker.get<Reported>(REPORT, { input });
      expect(answer.warning?.code).toBe('EMERGENCY_NOTICE_NOT_SHOWN');
      expect(answer.warning?.notice.numbers.map(({ number }) => number)).toEqual(['110', '119', '120']);
      const event = { id: answer.id } as EventAnswer;
      expect(await alertsSeen(place.county, event)).toHaveLength(4);
      expect(await place.worker.get<Reported>(REPORT, { input })).toEqual({ answer });
      const shown = aReport({ kind: 'EMERGENCY', isEmergencyNoticeShown: true });
      expect((await place.worker.get<Reported>(REPORT, { input: shown })).answer.warning).toBeNull();
      expect((await place.worker.get<Reported>(REPORT, { input: aReport() })).answer.warning).toBeNull();
    });
  });

  describe('opens its words', () => {
    it('to those who act, not to those who are only told', async () => {
      const event = await anEmergency(place);
      const alerted = [place.villageOfficer, place.township, place.department];
      for (const who of alerted) expect(await revealRefusal(who, event)).toBe('ALERT_NOT_ACKNOWLEDGED');
      await acknowledge(place.villageOfficer, event, 'VILLAGE');
      expect(await read(place.villageOfficer, event)).toContain(PRIVATE_TEXT);
      expect(await revealRefusal(place.department, event)).toBe('ALERT_NOT_ACKNOWLEDGED');
      await acknowledge(place.department, event, 'DEPARTMENT');
      expect(await read(place.department, event)).toContain(PRIVATE_TEXT);
      await take(place.township, 'accept', { gridEventId: event.id });
      expect(await read(place.township, event)).toContain(PRIVATE_TEXT);
    });

    it('to those it is dispatched to', async () => {
      const event = await anEmergency(place, { category: 'SANITATION' });
      expect((await alertsSeen(place.county, event)).map(({ level }) => level)).not.toContain('DEPARTMENT');
      await take(place.township, 'accept', { gridEventId: event.id });
      await take(place.township, 'dispatch', { gridEventId: event.id, departmentId: place.departmentId });
      expect(await read(place.department, event)).toContain(PRIVATE_TEXT);
      expect(await revealRefusal(place.villageOfficer, event)).toBe('ALERT_NOT_ACKNOWLEDGED');
    });
  });

  describe('that was none, or is over', () => {
    it('cannot be refused', async () => {
      const event = await anEmergency(place);
      expect(await refusal(place.township, 'refuse', { gridEventId: event.id, ...NOTE })).toBe(
        'EMERGENCY_CANNOT_BE_REFUSED',
      );
    });

    it('is stood down with thanks to whoever called; nobody is rung up, followed up or recorded', async () => {
      const input = {
        areaCode: VILLAGE,
        source: 'RESIDENT',
        kind: 'EMERGENCY',
        isEmergencyNoticeShown: true,
      };
      const event = await take(place.resident, 'report', aReport(input));
      const { state } = await take(place.township, 'standDown', { gridEventId: event.id, ...NOTE });
      expect(state).toBe('STOOD_DOWN');
      const { myNotifications } = await place.resident.get<{ myNotifications: { edges: unknown[] } }>(
        NOTIFICATIONS,
      );
      expect(myNotifications.edges).toEqual([
        { node: { kind: 'STOOD_DOWN', gridEvent: { id: event.id, state: 'STOOD_DOWN' } } },
      ]);
      expect(await alertsSeen(place.county, event, { isOpen: true })).toEqual([]);
      place.service.clock.advance({ hours: 2 });
      await place.service.app.get(AlertTimer).ringUp(place.service.clock.now());
      expect((await alertsSeen(place.county, event)).map(({ ringCount }) => ringCount)).toEqual([0, 0, 0, 0]);
      const followUp = { gridEventId: event.id, isReached: false };
      expect(await refusal(place.county, 'followUp', followUp)).toBe('ILLEGAL_TRANSITION');
      const own = { input: { requestId: randomUUID(), gridEventId: event.id, purpose: 'OWN' } };
      const { answer } = await place.resident.get<{ answer: { words: string }[] }>(REVEAL, own);
      expect(answer.map(({ words }) => words)).toContain(NOTE.note);
    });

    it('is stood down by those only who have it in hand, and nothing else is', async () => {
      const event = await anEmergency(place);
      const input = { gridEventId: event.id, ...NOTE };
      for (const who of [place.villageOfficer, place.worker, place.department, place.resident])
        expect(['FORBIDDEN', 'NOT_FOUND']).toContain(await refusal(who, 'standDown', input));
      await take(place.township, 'accept', { gridEventId: event.id });
      await take(place.township, 'dispatch', { gridEventId: event.id, departmentId: place.departmentId });
      expect((await take(place.department, 'standDown', input)).state).toBe('STOOD_DOWN');
      const ordinary = await take(place.worker, 'report', aReport());
      expect(await refusal(place.township, 'standDown', { gridEventId: ordinary.id, ...NOTE })).toBe(
        'NOT_AN_EMERGENCY',
      );
    });
  });

  describe('that some must not know of', () => {
    const complaint = (concerns: Record<string, unknown>): Promise<EventAnswer> =>
      take(
        place.resident,
        'report',
        aReport({ areaCode: VILLAGE, source: 'RESIDENT', kind: 'EMERGENCY', concerns }),
      );
    const alerted = async (event: EventAnswer): Promise<unknown[]> =>
      place.service.sql(
        `SELECT level, post_code, area_code FROM grid_event_alert WHERE grid_event_id = $1 ORDER BY level, department_id`,
        [event.id],
      );
    const told = async (event: EventAnswer): Promise<string[]> =>
      (
        await place.service.sql<{ recipient: string }>(
          `SELECT recipient FROM notification WHERE grid_event_id = $1`,
          [event.id],
        )
      ).map(({ recipient }) => recipient);

    it('because it concerns the village, alerts no village', async () => {
      const event = await complaint({ areaCode: VILLAGE });
      const area_code = TOWNSHIP;
      expect(await alerted(event)).toEqual([
        { level: 'COUNTY', post_code: COUNTY, area_code },
        { level: 'DEPARTMENT', post_code: COUNTY, area_code },
        { level: 'TOWNSHIP', post_code: TOWNSHIP, area_code },
      ]);
      expect(await alertsSeen(place.villageOfficer, event)).toEqual([]);
      expect(await told(event)).not.toContain(place.villageOfficer.subject);
    });

    it('because it concerns the department that would answer for it, does not alert that one', async () => {
      const event = await complaint({ departmentId: place.departmentId });
      expect(await alerted(event)).toEqual([{ level: 'COUNTY', post_code: COUNTY, area_code: COUNTY }]);
      expect(await told(event)).toEqual([place.county.subject]);
    });

    it('because it concerns an officer who holds other posts, tells that one under none of them', async () => {
      const officer = await place.service.signIn(
        { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE },
        { role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY, departmentId: place.departmentId },
      );
      const event = await complaint({ areaCode: VILLAGE });
      expect(await told(event)).not.toContain(officer.subject);
      expect(await alertsSeen(officer, event)).toEqual([]);
      const { id } = await alertSeen(place.department, event, 'DEPARTMENT');
      expect(await officer.refusal(ACKNOWLEDGE, acknowledgement(id))).toBe('NOT_FOUND');
    });

    it('because it concerns the county, alerts discipline inspection alone, again and again', async () => {
      const event = await complaint({ areaCode: COUNTY });
      expect(await alerted(event)).toEqual([
        { level: 'INSPECTION', post_code: `D${COUNTY}`, area_code: COUNTY },
      ]);
      expect(await alertsSeen(place.county, event)).toEqual([]);
      place.service.clock.advance({ minutes: 10 });
      await place.service.app.get(AlertTimer).ringUp(place.service.clock.now());
      expect(await alertSeen(place.inspection, event, 'INSPECTION')).toMatchObject({
        ringCount: 1,
        rungUpTo: null,
      });
      expect(new Set(await told(event))).toEqual(new Set([place.inspection.subject]));
      expect(await revealRefusal(place.inspection, event)).toBe('ALERT_NOT_ACKNOWLEDGED');
      await acknowledge(place.inspection, event, 'INSPECTION');
      expect(await read(place.inspection, event)).toContain(PRIVATE_TEXT);
    });

    it('because somebody is harmed, alerts police and civil affairs alone, also when rung up', async () => {
      const harm = { areaCode: VILLAGE, source: 'RESIDENT', kind: 'EMERGENCY', isAboutHarm: true };
      const event = await take(place.resident, 'report', aReport(harm));
      const alert = { level: 'DEPARTMENT', post_code: `P${COUNTY}`, area_code: COUNTY };
      expect(await alerted(event)).toEqual([alert, alert]);
      place.service.clock.advance({ minutes: 10 });
      await place.service.app.get(AlertTimer).ringUp(place.service.clock.now());
      for (const who of [
        place.county,
        place.township,
        place.villageOfficer,
        place.department,
        place.inspection,
      ])
        expect(await alertsSeen(who, event)).toEqual([]);
      expect(new Set(await told(event))).toEqual(new Set([place.police.subject]));
      expect(await alertSeen(place.police, event, 'DEPARTMENT')).toMatchObject({
        ringCount: 1,
        rungUpTo: null,
      });
      expect(await revealRefusal(place.police, event)).toBe('ALERT_NOT_ACKNOWLEDGED');
      await acknowledge(place.police, event, 'DEPARTMENT');
      expect(await read(place.police, event)).toContain(PRIVATE_TEXT);
      expect(
        await place.police.refusal(STEPS.refuse, {
          input: { requestId: randomUUID(), gridEventId: event.id, ...NOTE },
        }),
      ).toBe('EMERGENCY_CANNOT_BE_REFUSED');
    });
  });
});
