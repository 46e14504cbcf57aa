import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { anEventAfter, aReport, refusal, take } from './grid-event.builder.js';
import { startGridRegistry, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const REPORT = `mutation ($input: ReportGridEventInput!) {
  answer: reportGridEvent(input: $input) { id state channel answerBy confidentiality proxyRelation reporterRole slip { number queryCode } } }`;
const OPEN_SLIP = `mutation ($slip: ReportSlipInput!) {
  answer: openReportSlip(slip: $slip) { number state told { transition field words } looks { role purpose } } }`;
const REVEAL = `mutation ($input: RevealPersonalDataInput!) { answer: revealPersonalData(input: $input) { field words } }`;
const ONE = `query ($id: ID!) { gridEvent(id: $id) { id slip { number } history { role } } }`;

interface Slip {
  readonly number: string;
  readonly queryCode: string;
}
interface Reported {
  readonly id: string;
  readonly state: string;
  readonly channel: string;
  readonly answerBy: string;
  readonly reporterRole: string;
  readonly slip: Slip;
}
interface Status {
  readonly state: string;
  readonly told: readonly {
    readonly transition: string;
    readonly field: string;
    readonly words: string | null;
  }[];
  readonly looks: readonly { readonly role: string; readonly purpose: string }[];
}

const GRANDMOTHER = { name: '王奶奶', contact: '13800000000' };
const DAUGHTER = { relation: 'FAMILY', authority: 'ORAL', name: '王女士', contact: '13900000000' };

describe('a report', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  const asResident = (over: Record<string, unknown> = {}): Record<string, unknown> =>
    aReport({ areaCode: VILLAGE, source: 'RESIDENT', ...over });
  const report = async (who: TestClient, over: Record<string, unknown> = {}): Promise<Reported> =>
    (await who.get<{ answer: Reported }>(REPORT, { input: asResident(over) })).answer;
  const openSlip = async (slip: Slip): Promise<Status> =>
    (await place.service.client().get<{ answer: Status }>(OPEN_SLIP, { slip })).answer;
  const reveal = async (
    who: TestClient,
    id: string,
    purpose: string,
  ): Promise<Map<string, string | null>> => {
    const input = { requestId: randomUUID(), gridEventId: id, purpose };
    const { answer } = await who.get<{ answer: { field: string; words: string | null }[] }>(REVEAL, {
      input,
    });
    return new Map(answer.map(({ field, words }) => [field, words]));
  };
  const rowOf = async (id: string): Promise<Record<string, string | null>> =>
    (
      await place.service.sql<Record<string, string | null>>(`SELECT * FROM grid_event WHERE id = $1`, [id])
    )[0] ?? {};

  it('keeps subject, proxy and keyer apart', async () => {
    const input = { channel: 'PHONE', subject: GRANDMOTHER, proxy: DAUGHTER, answerBy: 'PHONE' };
    const { id } = await report(place.volunteer, input);
    const row = await rowOf(id);
    const persons = [row['reporter_id'], row['proxy_id'], row['keyer_id']];
    expect(new Set(persons).size).toBe(3);
    expect(row).toMatchObject({
      keyer_id: place.volunteer.subject,
      proxy_relation: 'FAMILY',
      proxy_authority: 'ORAL',
      channel: 'PHONE',
      answer_by: 'PHONE',
    });
  });

  it('stores no name and no contact that can be read', async () => {
    const { id } = await report(place.volunteer, {
      channel: 'PAPER',
      subject: GRANDMOTHER,
      answerBy: 'LETTER',
    });
    const [stored] = await place.service.sql<{ all: string }>(
      `SELECT (SELECT jsonb_agg(to_jsonb(e)) FROM grid_event e WHERE id = $1)::text ||
              (SELECT jsonb_agg(to_jsonb(j)) FROM journal_entry j WHERE aggregate_id = $1::text)::text AS all`,
      [id],
    );
    for (const secret of [GRANDMOTHER.name, GRANDMOTHER.contact]) expect(stored?.all).not.toContain(secret);
  });

  it('of somebody with an account needs nothing more, and is answered in the application', async () => {
    const { id, answerBy } = await report(place.resident);
    expect(answerBy).toBe('APP');
    expect(await rowOf(id)).toMatchObject({ reporter_id: place.resident.subject, keyer_id: null });
  });

  it('gives whoever reported a slip, once', async () => {
    const { id, slip } = await report(place.resident);
    expect(slip.number).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
    expect(slip.queryCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    const { gridEvent } = await place.resident.get<{ gridEvent: { slip: Slip | null } }>(ONE, { id });
    expect(gridEvent.slip).toBeNull();
  });

  it('sent again answers the same slip to who keyed it in, who sees the event no more', async () => {
    const input = asResident({ channel: 'PAPER', subject: GRANDMOTHER });
    const first = await place.volunteer.get<{ answer: Reported }>(REPORT, { input });
    const again = await place.volunteer.get<{ answer: Reported }>(REPORT, { input });
    expect(again).toEqual(first);
    expect(await place.volunteer.refusal(ONE, { id: first.answer.id })).toBe('NOT_FOUND');
  });

  it.each([
    ['a proxy without a subject', { proxy: DAUGHTER }, 'PROXY_WITHOUT_SUBJECT'],
    ['a subject without proxy or other channel', { subject: GRANDMOTHER }, 'PROXY_MISSING'],
    [
      'a proxy who is named and the caller',
      { subject: GRANDMOTHER, proxy: { ...DAUGHTER, isCaller: true } },
      'PROXY_NAME_INCONSISTENT',
    ],
    ['paper of nobody', { channel: 'PAPER' }, 'SUBJECT_MISSING'],
    [
      'a call back without a number',
      { channel: 'PHONE', subject: { name: '李' }, answerBy: 'PHONE' },
      'ANSWER_CHANNEL_UNAVAILABLE',
    ],
    [
      'an answer in an application that the subject does not have',
      { channel: 'PAPER', subject: GRANDMOTHER, answerBy: 'APP' },
      'ANSWER_CHANNEL_UNAVAILABLE',
    ],
    [
      'an anonymous person by name',
      { confidentiality: 'ANONYMOUS', subject: GRANDMOTHER },
      'ANONYMOUS_WITH_NAMES',
    ],
    [
      'an anonymous person who wants to be called',
      { confidentiality: 'ANONYMOUS', answerBy: 'PHONE' },
      'ANONYMOUS_WITH_NAMES',
    ],
    ['nobody complained of', { concerns: {} }, 'CONCERNED_PARTY_INVALID'],
    ['a body of another county', { concerns: { areaCode: '3611' } }, 'CONCERNED_PARTY_INVALID'],
  ])('refuses %s', async (_what, over, code) => {
    expect(await place.volunteer.refusal(REPORT, { input: asResident(over) })).toBe(code);
  });

  it('refuses a proxy without a relation', async () => {
    const proxy = { authority: 'ORAL', name: '王女士' };
    const code = await place.volunteer.refusal(REPORT, {
      input: asResident({ subject: GRANDMOTHER, proxy }),
    });
    expect(code).toBe('BAD_USER_INPUT');
  });

  it('that is anonymous leads back to nobody', async () => {
    const input = asResident({ confidentiality: 'ANONYMOUS' });
    const { answer } = await place.resident.get<{ answer: Reported }>(REPORT, { input });
    const [stored] = await place.service.sql<{ all: string }>(
      `SELECT (SELECT jsonb_agg(to_jsonb(e)) FROM grid_event e WHERE id = $1)::text ||
              (SELECT jsonb_agg(to_jsonb(j)) FROM journal_entry j WHERE aggregate_id = $1::text)::text ||
              (SELECT jsonb_agg(to_jsonb(c)) FROM command_request c WHERE aggregate_id = $1::text)::text AS all`,
      [answer.id],
    );
    const grants = await place.service.sql<{ id: string }>(`SELECT id FROM access_grant WHERE subject = $1`, [
      place.resident.subject,
    ]);
    for (const trace of [place.resident.subject, ...grants.map(({ id }) => id)])
      expect(stored?.all).not.toContain(trace);
    expect(answer.reporterRole).toBe('PERSON');
    expect(await place.resident.refusal(ONE, { id: answer.id })).toBe('NOT_FOUND');
    expect((await openSlip(answer.slip)).state).toBe('REPORTED');
    const again = await place.resident.get<{ answer: Reported }>(REPORT, { input });
    expect(again.answer).toEqual(answer);
  });

  it('that is confidential shows no post that could give its reporter away', async () => {
    const { id, reporterRole } = await report(place.resident, { confidentiality: 'CONFIDENTIAL' });
    const { gridEvent } = await place.villageOfficer.get<{ gridEvent: { history: { role: string }[] } }>(
      ONE,
      { id },
    );
    expect([reporterRole, ...gridEvent.history.map(({ role }) => role)]).toEqual(['PERSON', 'PERSON']);
  });

  describe('shows who reported', () => {
    const keyedIn = async (over: Record<string, unknown> = {}): Promise<string> => {
      const input = { channel: 'PHONE', subject: GRANDMOTHER, answerBy: 'PHONE', ...over };
      return (await report(place.volunteer, input)).id;
    };
    const finish = async (id: string): Promise<void> => {
      await take(place.township, 'accept', { gridEventId: id });
      await take(place.township, 'dispatch', { gridEventId: id, departmentId: place.departmentId });
      await take(place.department, 'start', { gridEventId: id });
    };
    const verified = async (id: string): Promise<void> => {
      await take(place.department, 'reportDone', { gridEventId: id, note: '已修好' });
      await take(place.township, 'verify', { gridEventId: id, note: '属实' });
    };

    it('to who must contact them, and to no handler', async () => {
      const id = await keyedIn();
      await finish(id);
      const forHandling = await reveal(place.department, id, 'HANDLING');
      expect([...forHandling.keys()].sort()).toEqual(['place', 'text']);
      await verified(id);
      const forContact = await reveal(place.township, id, 'RESULT_NOTIFICATION');
      expect([forContact.get('subjectName'), forContact.get('subjectContact')]).toEqual(
        Object.values(GRANDMOTHER),
      );
    });

    it('of a confidential report to the follow-up alone', async () => {
      const id = await keyedIn({ confidentiality: 'CONFIDENTIAL' });
      await finish(id);
      await verified(id);
      expect((await reveal(place.township, id, 'RESULT_NOTIFICATION')).has('subjectName')).toBe(false);
      await take(place.township, 'notify', { gridEventId: id, note: '已解决' });
      expect((await reveal(place.county, id, 'FOLLOW_UP')).get('subjectName')).toBe(GRANDMOTHER.name);
    });

    it('never for an audit', async () => {
      const id = await keyedIn();
      expect((await reveal(place.inspection, id, 'AUDIT')).has('subjectName')).toBe(false);
    });
  });

  describe('asked about by its slip', () => {
    it('tells state, answers and looks without any account', async () => {
      const { id, slip } = await report(place.volunteer, { channel: 'PAPER', subject: GRANDMOTHER });
      await reveal(place.villageOfficer, id, 'HANDLING');
      await take(place.villageOfficer, 'refuse', { gridEventId: id, note: '不属于本村' });
      const status = await openSlip({ number: slip.number.toLowerCase(), queryCode: ` ${slip.queryCode}` });
      expect(status.state).toBe('REFUSED');
      expect(status.told).toContainEqual({
        transition: 'GridEventRefused',
        field: 'note',
        words: '不属于本村',
      });
      expect(status.looks).toEqual([{ role: 'VILLAGE_OFFICER', purpose: 'HANDLING' }]);
    });

    it('answers a wrong code and an unknown number alike, and locks after too many', async () => {
      const { slip } = await report(place.resident);
      const wrong = { number: slip.number, queryCode: '00000000' };
      const nobody = place.service.client();
      expect(await nobody.refusal(OPEN_SLIP, { slip: { ...wrong, number: '000000000000' } })).toBe(
        'SLIP_UNKNOWN',
      );
      for (let attempt = 0; attempt < 10; attempt += 1)
        expect(await nobody.refusal(OPEN_SLIP, { slip: wrong })).toBe('SLIP_UNKNOWN');
      expect(await nobody.refusal(OPEN_SLIP, { slip })).toBe('SLIP_LOCKED');
      place.service.clock.advance({ hours: 2 });
      expect((await openSlip(slip)).state).toBe('REPORTED');
    });
  });

  it('keyed in by an official cannot be followed up by that official', async () => {
    const { id } = await report(place.county, { channel: 'PHONE', subject: GRANDMOTHER });
    await take(place.county, 'accept', { gridEventId: id });
    await take(place.county, 'dispatch', { gridEventId: id, departmentId: place.departmentId });
    await take(place.department, 'start', { gridEventId: id });
    await take(place.department, 'reportDone', { gridEventId: id, note: '已修好' });
    await take(place.county, 'verify', { gridEventId: id, note: '属实' });
    await take(place.county, 'notify', { gridEventId: id, note: '已解决' });
    expect(await refusal(place.county, 'followUp', { gridEventId: id, isReached: false })).toBe(
      'FOLLOW_UP_BY_PARTY',
    );
  });

  it('by whoever patrols stays as simple as it was', async () => {
    const event = await anEventAfter(place, 'close');
    expect(event.state).toBe('CLOSED');
  });
});
