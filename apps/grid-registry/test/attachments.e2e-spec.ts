import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import { Database } from '@lianxin/service-kit';
import sharp from 'sharp';
import request from 'supertest';
import { attachmentsOfEvents } from '../src/attachments/attachments.queries.js';
import {
  anAttachment,
  aPhotograph,
  begin,
  complete,
  FileDoors,
  inputOf,
  MUTATIONS,
  reveal,
} from './attachment.builder.js';
import { anEventAfter, aReport, take } from './grid-event.builder.js';
import { startGridRegistry, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const LIST = `query ($id: ID!) { gridEvent(id: $id) { attachments { id purpose mediaType bytes addedAt role digest } } }`;
const DISCLOSURES = `{ myDisclosures(first: 100) { edges { node { gridEventId role purpose } } } }`;

interface Listed {
  readonly gridEvent: { readonly attachments: readonly { readonly id: string }[] };
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

const anEvent = async (): Promise<string> => (await take(place.worker, 'report', aReport())).id;

/** Every object in the storage, as it lies there. */
function stored(): Map<string, Buffer> {
  const { filesDirectory } = place.service;
  const names = readdirSync(filesDirectory, { recursive: true, withFileTypes: true });
  const files = names.filter((name) => name.isFile());
  return new Map(files.map(({ name, parentPath }) => [name, readFileSync(join(parentPath, name))]));
}

const objectOf = async (attachmentId: string): Promise<string> => {
  const [row] = await place.service.sql<{ objectId: string }>(
    'SELECT object_id AS "objectId" FROM grid_event_attachment WHERE id = $1',
    [attachmentId],
  );
  return row?.objectId ?? '';
};

describe('a file of an event', () => {
  it('is added, listed without who, and read again by whoever may', async () => {
    const gridEventId = await anEvent();
    const added = await anAttachment(doors, place.worker, { gridEventId, content: photograph });
    expect(added).toMatchObject({ purpose: 'REPORT', mediaType: 'image/jpeg', role: 'GRID_WORKER' });
    const { gridEvent } = await place.township.get<Listed>(LIST, { id: gridEventId });
    expect(gridEvent.attachments).toEqual([added]);
    expect(JSON.stringify(gridEvent)).not.toContain(place.worker.subject);
    const { downloadPath } = await reveal(place.township, added.id, 'HANDLING');
    const answer = await doors.fetch(downloadPath ?? '');
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="${added.id}.jpg"`,
    });
    const content = answer.body as Buffer;
    expect(content).toHaveLength(added.bytes);
    const kept = await sharp(content).metadata();
    expect(kept).toMatchObject({ width: 900, height: 200 });
    expect(kept.exif).toBeUndefined();
    expect(content.includes('SECRET-CAMERA')).toBe(false);
  });

  it('lies nowhere in plain, whole or in part, and its digest is that of what lies there', async () => {
    const gridEventId = await anEvent();
    const upload = await begin(place.worker, { gridEventId, bytes: photograph.length });
    await doors.send(upload.uploadPath, photograph.subarray(0, 20_000));
    const inPlain = photograph.subarray(10_000, 10_032);
    expect([...stored().values()].some((object) => object.includes(inPlain))).toBe(false);
    await doors.send(upload.uploadPath, photograph.subarray(20_000), 20_000);
    const { id, digest } = await complete(place.worker, upload.id);
    const objects = stored();
    for (const object of objects.values()) {
      expect(object.includes(inPlain)).toBe(false);
      expect(object.includes('JFIF')).toBe(false);
    }
    const ciphertext = objects.get(await objectOf(id)) ?? Buffer.alloc(0);
    expect(createHash('sha256').update(ciphertext).digest('hex')).toBe(digest);
    const events = await place.service.drainOutbox();
    const told = events.find(({ subject }) => subject === id);
    expect(told).toMatchObject({
      type: 'grid-registry.GridEventAttachmentAdded.v1',
      sequence: 1,
      data: { gridEventId, digest, digestAlgorithm: 'SHA-256', mediaType: 'image/jpeg' },
    });
    expect(JSON.stringify(told)).not.toContain(place.worker.subject);
  });

  it('is read in part where a download was cut off', async () => {
    const { id, bytes } = await anAttachment(doors, place.worker, {
      gridEventId: await anEvent(),
      content: photograph,
    });
    const { downloadPath } = await reveal(place.worker, id, 'OWN');
    const path = downloadPath ?? '';
    const whole = (await doors.fetch(path)).body as Buffer;
    const rest = await doors.fetch(path, { range: 'bytes=70000-' });
    expect(rest.status).toBe(206);
    expect(rest.headers['content-range']).toBe(`bytes 70000-${bytes - 1}/${bytes}`);
    expect((rest.body as Buffer).equals(whole.subarray(70_000))).toBe(true);
    expect((await doors.fetch(path, { range: `bytes=${bytes}-` })).status).toBe(416);
  });

  it('becomes unreadable with the key of whoever added it, also through a link given before', async () => {
    const resident = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
    const { id: gridEventId } = await take(resident, 'report', aReport({ source: 'RESIDENT' }));
    const { id } = await anAttachment(doors, resident, { gridEventId, content: photograph });
    const { downloadPath } = await reveal(place.township, id, 'HANDLING');
    expect((await doors.fetch(downloadPath ?? '')).status).toBe(200);
    await place.service.app.get(PersonalDataCipher).erase(resident.subject);
    const after = await doors.fetch(downloadPath ?? '');
    expect(after.status).toBe(410);
    expect(String(after.body)).toContain('PERSONAL_DATA_ERASED');
    expect((await reveal(place.township, id, 'HANDLING')).downloadPath).toBeNull();
  });
});

describe('a look at a file', () => {
  it('is recorded before it is let, in the journal and for whoever added it', async () => {
    const gridEventId = await anEvent();
    const { id } = await anAttachment(doors, place.worker, { gridEventId, content: photograph });
    await reveal(place.township, id, 'HANDLING');
    await reveal(place.worker, id, 'OWN');
    const { myDisclosures } = await place.worker.get<{
      myDisclosures: { edges: readonly { node: { gridEventId: string } }[] };
    }>(DISCLOSURES);
    const looks = myDisclosures.edges
      .map(({ node }) => node)
      .filter((node) => node.gridEventId === gridEventId);
    expect(looks).toEqual([{ gridEventId, role: 'TOWNSHIP_OFFICER', purpose: 'HANDLING' }]);
    const events = (await place.service.drainOutbox()).filter(({ subject }) => subject === id);
    expect(events.map(({ type, sequence }) => [type.split('.')[1], sequence])).toEqual([
      ['GridEventAttachmentAdded', 1],
      ['GridEventAttachmentRevealed', 2],
      ['GridEventAttachmentRevealed', 3],
    ]);
  });

  it('is refused to those who do not see the event, have no such purpose, or come when there is nothing to do', async () => {
    const gridEventId = await anEvent();
    const { id } = await anAttachment(doors, place.worker, { gridEventId, content: photograph });
    const refusal = (who: Place['worker'], purpose: string): Promise<string> =>
      who.refusal(MUTATIONS.reveal, inputOf({ attachmentId: id, purpose }));
    expect(await refusal(place.otherTownship, 'HANDLING')).toBe('NOT_FOUND');
    expect(await refusal(place.department, 'HANDLING')).toBe('NOT_FOUND');
    expect(await refusal(place.township, 'AUDIT')).toBe('FORBIDDEN');
    expect(await refusal(place.township, 'VERIFICATION')).toBe('PURPOSE_NOT_OPEN');
    expect(
      await place.service
        .client('', {})
        .refusal(MUTATIONS.reveal, inputOf({ attachmentId: id, purpose: 'OWN' })),
    ).toBe('UNAUTHENTICATED');
  });

  it('is for those who may read the words of that step: the reporter sees the result, not the work', async () => {
    const event = await anEventAfter(place, 'start');
    const handling = { gridEventId: event.id, content: photograph, purpose: 'HANDLING' };
    const { id } = await anAttachment(doors, place.department, handling);
    expect(await place.worker.refusal(MUTATIONS.reveal, inputOf({ attachmentId: id, purpose: 'OWN' }))).toBe(
      'NOT_FOUND',
    );
    expect((await reveal(place.township, id, 'HANDLING')).downloadPath).toMatch(
      /^\/files\/grid-registry\/[^/]+$/,
    );
  });

  it('ends with its link: later, altered, or taken for another kind', async () => {
    const gridEventId = await anEvent();
    const { id } = await anAttachment(doors, place.worker, { gridEventId, content: photograph });
    const path = (await reveal(place.worker, id, 'OWN')).downloadPath ?? '';
    const { uploadPath } = await begin(place.worker, { gridEventId, bytes: 10 });
    const asDownload = uploadPath.replace('/uploads/', '/');
    for (const wrong of [`${path.slice(0, -4)}AAAA`, '/files/grid-registry/x.y', asDownload])
      expect((await doors.fetch(wrong)).status).toBe(404);
    const asUpload = path.replace('/grid-registry/', '/grid-registry/uploads/');
    expect((await doors.send(asUpload, photograph)).status).toBe(404);
    const withoutSecret = await request(place.service.app.getHttpServer()).get(path);
    expect(withoutSecret.status).toBe(401);
    const now = place.service.clock.now();
    place.service.clock.set(new Date(now.getTime() + 5 * 60_000).toISOString());
    expect((await doors.fetch(path)).status).toBe(410);
    place.service.clock.set(now.toISOString());
  });
});

describe('who may add a file', () => {
  it('is who takes the step it shows, while there is one', async () => {
    const event = await anEventAfter(place, 'start');
    const refusal = (who: Place['worker'], purpose: string): Promise<string> =>
      who.refusal(MUTATIONS.begin, inputOf({ gridEventId: event.id, purpose, bytes: 100 }));
    expect(await refusal(place.township, 'REPORT')).toBe('FORBIDDEN');
    expect(await refusal(place.resident, 'REPORT')).toBe('NOT_FOUND');
    expect(await refusal(place.worker, 'VERIFICATION')).toBe('ATTACHMENT_NOT_DUE');
    expect(await refusal(place.department, 'RESULT')).toBe('FORBIDDEN');
    await begin(place.department, { gridEventId: event.id, purpose: 'HANDLING', bytes: 100 });
  });

  it('is bounded in number and size', async () => {
    const gridEventId = await anEvent();
    const refused = (bytes: number): Promise<string> =>
      place.worker.refusal(MUTATIONS.begin, inputOf({ gridEventId, purpose: 'REPORT', bytes }));
    expect(await refused(20 * 1024 * 1024 + 1)).toBe('FILE_TOO_LARGE');
    expect(await refused(0)).toBe('FILE_EMPTY');
    const columns = `id, grid_event_id, purpose, media_type, bytes, object_id, content_key, cipher, digest, added_by, added_role, added_at`;
    await place.service.sql(
      `INSERT INTO grid_event_attachment (${columns})
       SELECT gen_random_uuid(), $1, 'REPORT', 'image/jpeg', 10485760, gen_random_uuid(), 'k', 'c', 'd', $2, 'GRID_WORKER', now()
         FROM generate_series(1, 19)`,
      [gridEventId, place.worker.subject],
    );
    expect(await refused(20 * 1024 * 1024)).toBe('ATTACHMENTS_TOO_LARGE');
    await anAttachment(doors, place.worker, { gridEventId, content: photograph });
    expect(await refused(100)).toBe('TOO_MANY_ATTACHMENTS');
  });

  it('is seen exactly where its event is, whatever the application asks', async () => {
    const gridEventId = await anEvent();
    await anAttachment(doors, place.worker, { gridEventId, content: photograph });
    const countAs = (subject: string): Promise<number> =>
      place.service.app
        .get(Database)
        .read({ rowLevelContext: { subject, areas: '{}', departments: [] } }, async (tx) => {
          const [uploads, attachments] = await Promise.all([
            tx.query<unknown[]>('SELECT 1 FROM file_upload WHERE owner_id = $1', [gridEventId]),
            attachmentsOfEvents(tx, [gridEventId]),
          ]);
          return uploads.length + (attachments[0]?.length ?? 0);
        });
    expect(await countAs(place.worker.subject)).toBe(2);
    expect(await countAs(place.resident.subject)).toBe(0);
  });
});
