import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PersonalDataCipher } from '@lianxin/personal-data';
import { Database } from '@lianxin/service-kit';
import type { TestClient } from '@lianxin/testing';
import { NEIGHBOUR, TOWNSHIP, VILLAGE } from './area.builder.js';
import { aDocument, aScan, begin, FileDoors, inputOf, MUTATIONS, open } from './document.builder.js';
import { aProjectIn, clearProjects } from './ending.builder.js';
import { aStoredDocument, FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place, StoredDocument } from './micro-project.fixture.js';

let place: Place;
let doors: FileDoors;
beforeAll(async () => {
  place = await startMicroProject();
  doors = new FileDoors(place.service);
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearProjects(place);
});
afterAll(() => place.service.stop());

const beginning = { purpose: 'PROGRESS', form: 'RECORD', bytes: 1_000 };
const refusedBegin = (who: TestClient, over: Record<string, unknown>): Promise<string> =>
  who.refusal(MUTATIONS.begin, inputOf({ ...beginning, ...over }));
const refusedOpen = (who: TestClient, documentId: string): Promise<string> =>
  who.refusal(MUTATIONS.open, inputOf({ documentId }));
const documentsSeenBy = async (who: TestClient, id: string): Promise<string[]> => {
  const { microProject } = await who.get<{ microProject: { documents: { id: string }[] } | null }>(
    'query ($id: ID!) { microProject(id: $id) { documents { id } } }',
    { id },
  );
  return (microProject?.documents ?? []).map((document) => document.id);
};

describe('a document of a project', () => {
  it('is uploaded, kept encrypted, listed and opened, and each look is recorded', async () => {
    const projectId = await aProjectIn(place, 'IN_PROGRESS');
    const over = { projectId, purpose: 'VOUCHER', form: 'SEALED_SCAN' };
    const { id, ...added } = await aDocument(doors, place.villageOfficer, over);
    expect(added).toMatchObject({ purpose: 'VOUCHER', form: 'SEALED_SCAN', mediaType: 'image/jpeg' });
    const { downloadPath } = await open(place.township, id);
    await open(place.auditor, id);
    expect(downloadPath).toMatch(/^\/files\/micro-project\//);
    const fetched = await doors.fetch(downloadPath);
    expect([fetched.status, fetched.headers['content-type']]).toEqual([200, 'image/jpeg']);
    expect(await documentsSeenBy(place.villageOfficer, projectId)).toEqual([id]);
    const entries = await place.service.sql<{ type: string; subject: string }>(
      'SELECT type, actor_subject AS subject FROM journal_entry WHERE aggregate_id = $1 ORDER BY sequence',
      [id],
    );
    expect(entries).toEqual([
      { type: 'micro-project.DocumentAdded.v2', subject: place.villageOfficer.subject },
      { type: 'micro-project.DocumentOpened.v1', subject: place.township.subject },
      { type: 'micro-project.DocumentOpened.v1', subject: place.auditor.subject },
    ]);
  });

  it('stays readable when whoever added it is erased', async () => {
    const projectId = await aProjectIn(place, 'IN_PROGRESS');
    const { id } = await aDocument(doors, place.neighbourOfficer, { areaCode: NEIGHBOUR });
    const own = await aDocument(doors, place.recorder, { projectId });
    const cipher = place.service.app.get(PersonalDataCipher);
    for (const { subject } of [place.neighbourOfficer, place.recorder]) await cipher.erase(subject);
    for (const documentId of [id, own.id]) {
      const { downloadPath } = await open(place.township, documentId);
      expect((await doors.fetch(downloadPath)).status).toBe(200);
    }
  });

  it('is added by those who lead it or record its meetings, and by nobody else', async () => {
    const projectId = await aProjectIn(place, 'IN_PROGRESS');
    for (const who of [place.villageOfficer, place.township, place.recorder])
      expect((await begin(who, { ...beginning, projectId })).id).toMatch(/^[0-9a-f-]{36}$/);
    for (const who of [place.neighbourOfficer, place.otherTownship, place.resident, place.auditor])
      expect(await refusedBegin(who, { projectId })).toBe('FORBIDDEN');
    expect(await refusedBegin(place.villageOfficer, { projectId: randomUUID() })).toBe('NOT_FOUND');
  });

  it.each([
    ['a script', Buffer.from('#!/bin/sh\nrm -rf ~\n'), 'FILE_TYPE_REFUSED'],
    ['a page of a browser', Buffer.from('<html><script>alert(1)</script></html>'), 'FILE_TYPE_REFUSED'],
  ])('is not %s', async (_what, content, code) => {
    const projectId = await aProjectIn(place, 'IN_PROGRESS');
    const upload = await begin(place.villageOfficer, { projectId, bytes: content.length });
    await doors.send(upload.uploadPath, content);
    expect(await place.villageOfficer.refusal(MUTATIONS.complete, inputOf({ uploadId: upload.id }))).toBe(
      code,
    );
    expect(await documentsSeenBy(place.villageOfficer, projectId)).toEqual([]);
  });

  it('finds room, in number and in bytes', async () => {
    const projectId = await aProjectIn(place, 'IN_PROGRESS');
    await aStoredDocument(place, { projectId });
    await place.service.sql('UPDATE document SET bytes = 1073741000 WHERE project_id = $1', [projectId]);
    expect(await refusedBegin(place.villageOfficer, { projectId })).toBe('DOCUMENTS_TOO_LARGE');
    await place.service.sql(
      `INSERT INTO document SELECT gen_random_uuid(), area_id, area_code, project_id, purpose, form, media_type, 1,
         gen_random_uuid(), content_key, cipher, digest, added_by, added_role, added_at
         FROM document, generate_series(1, 299) WHERE project_id = $1`,
      [projectId],
    );
    expect(await refusedBegin(place.villageOfficer, { projectId })).toBe('TOO_MANY_DOCUMENTS');
    expect(await refusedBegin(place.villageOfficer, { projectId, bytes: 0 })).toBe('TOO_MANY_DOCUMENTS');
  });
});

describe('a document of an area', () => {
  it('is added by its posts and those above, and opened by them', async () => {
    const areaCode = VILLAGE;
    const { id } = await aDocument(doors, place.villageOfficer, { areaCode, purpose: 'MINUTES' });
    for (const who of [place.villageOfficer, place.township, place.recorder, place.county, place.inspection])
      expect((await open(who, id)).documentId).toBe(id);
    for (const who of [place.resident, place.worker, place.neighbourOfficer, place.otherTownship])
      expect(await refusedOpen(who, id)).toBe('NOT_FOUND');
    for (const who of [place.neighbourOfficer, place.resident, place.auditor])
      expect(await refusedBegin(who, { areaCode })).toBe('FORBIDDEN');
    expect(await refusedBegin(place.villageOfficer, { areaCode: TOWNSHIP })).toBe('FORBIDDEN');
  });

  it('belongs to one archive', async () => {
    const projectId = await aProjectIn(place, 'IN_PROGRESS');
    expect(await refusedBegin(place.villageOfficer, {})).toBe('DOCUMENT_PLACE');
    expect(await refusedBegin(place.villageOfficer, { projectId, areaCode: VILLAGE })).toBe('DOCUMENT_PLACE');
  });

  it('is completed by whoever began it alone, and once', async () => {
    const content = await aScan();
    const upload = await begin(place.villageOfficer, { areaCode: VILLAGE, bytes: content.length });
    await doors.send(upload.uploadPath, content);
    const completion = inputOf({ uploadId: upload.id });
    expect(await place.township.refusal(MUTATIONS.complete, completion)).toBe('NOT_FOUND');
    const [first, again] = [
      await place.villageOfficer.get(MUTATIONS.complete, completion),
      await place.villageOfficer.get(MUTATIONS.complete, inputOf({ uploadId: upload.id })),
    ];
    expect(again).toEqual(first);
  });
});

describe('what was published', () => {
  const stored = (over: StoredDocument): Promise<string> => aStoredDocument(place, over);

  it.each(['NOTICE', 'SURVEY', 'AUDIT', 'FINAL_ACCOUNT'] as const)(
    'of a project, its %s, everybody reads who is signed in, and not before',
    async (purpose) => {
      const columns = { NOTICE: 'notice_posted_at', SURVEY: 'evaluated_at' } as Record<string, string>;
      const column = columns[purpose] ?? 'audited_at';
      const projectId = await aProjectIn(place, 'ACCEPTED', { [column]: null });
      const documentId = await stored({ projectId, purpose });
      for (const who of [place.resident, place.neighbour])
        expect(await refusedOpen(who, documentId)).toBe('NOT_FOUND');
      expect(await documentsSeenBy(place.neighbour, projectId)).toEqual([]);
      await place.service.sql(`UPDATE project SET ${column} = now() WHERE id = $1`, [projectId]);
      for (const who of [place.resident, place.neighbour])
        expect((await open(who, documentId)).documentId).toBe(documentId);
      expect(await documentsSeenBy(place.neighbour, projectId)).toEqual([documentId]);
      expect(await refusedOpen(place.service.client(), documentId)).toBe('UNAUTHENTICATED');
    },
  );

  it('does not open vouchers, wages and minutes', async () => {
    const projectId = await aProjectIn(place, 'EVALUATED', { audited_at: FIRST_DAY });
    for (const purpose of ['VOUCHER', 'WAGE_LIST', 'MINUTES', 'ACCEPTANCE'] as const)
      expect(await refusedOpen(place.resident, await stored({ projectId, purpose }))).toBe('NOT_FOUND');
  });

  it('is all that the database itself shows to somebody without a post', async () => {
    const projectId = await aProjectIn(place, 'EVALUATED');
    await stored({ projectId, purpose: 'VOUCHER' });
    await stored({ projectId, purpose: 'AUDIT' });
    await stored({ projectId: null, purpose: 'NOTICE' });
    const survey = await stored({ projectId, purpose: 'SURVEY' });
    const nobody = { rowLevelContext: { subject: place.neighbour.subject, areas: '{}', departments: [] } };
    const rows = await place.service.app
      .get(Database)
      .read(nobody, (tx) => tx.query<unknown[]>('SELECT id FROM document'));
    expect(rows).toEqual([{ id: survey }]);
  });
});
