import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import type { TestClient } from '@lianxin/testing';
import { anAttachment, aPhotograph, FileDoors, inputOf, reveal } from './attachment.builder.js';
import type { AttachmentAnswer, UploadAnswer } from './attachment.builder.js';
import { aReport } from './grid-event.builder.js';
import { startGridRegistry, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const REPORT = `mutation ($input: ReportGridEventInput!) {
  answer: reportGridEvent(input: $input) { id slip { number queryCode } } }`;
const BEGIN = `mutation ($input: BeginGridEventAttachmentBySlipInput!) {
  answer: beginGridEventAttachmentBySlip(input: $input) { id uploadPath bytes } }`;
const COMPLETE = `mutation ($input: CompleteGridEventAttachmentBySlipInput!) {
  answer: completeGridEventAttachmentBySlip(input: $input) { id purpose role } }`;
const REPORTER = `SELECT reporter_id AS "reporterId" FROM grid_event WHERE id = $1`;
const GRANDMOTHER = { name: '王奶奶', contact: '13800000000' };

interface Reported {
  readonly id: string;
  readonly slip: { readonly number: string; readonly queryCode: string };
}

let place: Place;
let doors: FileDoors;
let photograph: Buffer;

beforeAll(async () => {
  place = await startGridRegistry();
  doors = new FileDoors(place.service);
  photograph = await aPhotograph();
});
afterAll(() => place.service.stop());

const report = async (who: TestClient, over: Record<string, unknown>): Promise<Reported> => {
  const input = aReport({ areaCode: VILLAGE, source: 'RESIDENT', subject: GRANDMOTHER, ...over });
  return (await who.get<{ answer: Reported }>(REPORT, { input })).answer;
};
const bySlip = async ({ slip }: Reported, client = place.service.client()): Promise<AttachmentAnswer> => {
  const bytes = photograph.length;
  const { answer: upload } = await client.get<{ answer: UploadAnswer }>(BEGIN, inputOf({ slip, bytes }));
  expect((await doors.send(upload.uploadPath, photograph)).status).toBe(204);
  const completed = inputOf({ slip, uploadId: upload.id });
  return (await client.get<{ answer: AttachmentAnswer }>(COMPLETE, completed)).answer;
};
const eraseReporterOf = async ({ id }: Reported): Promise<void> => {
  const [row] = await place.service.sql<{ reporterId: string }>(REPORTER, [id]);
  await place.service.app.get(PersonalDataCipher).erase(row?.reporterId ?? '');
};

describe('a file of somebody who has no account', () => {
  it('is added with the slip: the letter that a volunteer keyed in', async () => {
    const reported = await report(place.volunteer, { channel: 'LETTER_BOX' });
    const added = await bySlip(reported);
    expect(added).toMatchObject({ purpose: 'REPORT', role: 'PERSON' });
    const { downloadPath } = await reveal(place.township, added.id, 'HANDLING');
    expect((await doors.fetch(downloadPath ?? '')).status).toBe(200);
    await bySlip(reported, place.volunteer);
  });

  it('is not added with a wrong code, or to the upload of another slip', async () => {
    const [one, other] = await Promise.all([
      report(place.volunteer, { channel: 'LETTER_BOX' }),
      report(place.volunteer, { channel: 'LETTER_BOX' }),
    ]);
    const nobody = place.service.client();
    const wrong = { number: one.slip.number, queryCode: '000000' };
    expect(await nobody.refusal(BEGIN, inputOf({ slip: wrong, bytes: 10 }))).toBe('SLIP_UNKNOWN');
    const { answer } = await nobody.get<{ answer: UploadAnswer }>(
      BEGIN,
      inputOf({ slip: one.slip, bytes: photograph.length }),
    );
    await doors.send(answer.uploadPath, photograph);
    const completed = inputOf({ slip: other.slip, uploadId: answer.id });
    expect(await nobody.refusal(COMPLETE, completed)).toBe('NOT_FOUND');
  });
});

describe('a file of a confidential report', () => {
  it('shows no post that could give its reporter away', async () => {
    const concerns = { areaCode: VILLAGE };
    const input = aReport({ areaCode: VILLAGE, confidentiality: 'CONFIDENTIAL', concerns });
    const { answer } = await place.villageOfficer.get<{ answer: Reported }>(REPORT, { input });
    const added = await anAttachment(doors, place.villageOfficer, {
      gridEventId: answer.id,
      content: photograph,
    });
    expect(added.role).toBe('PERSON');
    const [entry] = await place.service.sql<{ role: string }>(
      `SELECT actor_role AS role FROM journal_entry WHERE aggregate_id = $1`,
      [added.id],
    );
    expect(entry?.role).toBe('PERSON');
  });
});

describe('a file about somebody else', () => {
  it('is under the key of whom the report is about, though a proxy added it', async () => {
    const daughter = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
    const proxy = { relation: 'FAMILY', authority: 'ORAL', isCaller: true };
    const reported = await report(daughter, { proxy });
    const { id } = await anAttachment(doors, daughter, { gridEventId: reported.id, content: photograph });
    expect((await reveal(place.township, id, 'HANDLING')).downloadPath).not.toBeNull();
    await eraseReporterOf(reported);
    expect((await reveal(place.township, id, 'HANDLING')).downloadPath).toBeNull();
  });
});
