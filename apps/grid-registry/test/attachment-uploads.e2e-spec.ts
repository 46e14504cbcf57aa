import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { UploadSweeper } from '@lianxin/files';
import type { TestClient } from '@lianxin/testing';
import sharp from 'sharp';
import { begin, complete, FileDoors, inputOf, MUTATIONS } from './attachment.builder.js';
import { aReport, take } from './grid-event.builder.js';
import { GRID, startGridRegistry } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const HOUR_MS = 60 * 60_000;

let place: Place;
let doors: FileDoors;
let photograph: Buffer;
let worker: TestClient;
let gridEventId: string;

beforeAll(async () => {
  place = await startGridRegistry();
  doors = new FileDoors(place.service);
  const [width, height] = [1_200, 1_000];
  photograph = await sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer();
  await place.service.app.listen(0, '127.0.0.1');
});
afterAll(() => place.service.stop());
beforeEach(async () => {
  worker = await place.service.signIn({ role: Role.GRID_WORKER, areaCode: GRID });
  gridEventId = (await take(worker, 'report', aReport())).id;
});

const objectCount = (): number => {
  const { filesDirectory } = place.service;
  if (!existsSync(filesDirectory)) return 0;
  return readdirSync(filesDirectory, { recursive: true, withFileTypes: true }).filter((name) => name.isFile())
    .length;
};
const refusal = (uploadId: string): Promise<string> =>
  worker.refusal(MUTATIONS.complete, inputOf({ uploadId }));

/** Sends the head of a request and part of its body, and hangs up. */
async function sendAndHangUp(path: string, content: Buffer): Promise<void> {
  const { port } = place.service.app.getHttpServer().address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  const secret = Object.entries(place.service.client().headers).map(([name, value]) => `${name}: ${value}`);
  const head = [
    `PATCH ${path} HTTP/1.1`,
    'host: lianxin',
    ...secret,
    'upload-offset: 0',
    'content-type: application/offset+octet-stream',
    `content-length: ${photograph.length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await new Promise<void>((resolve) => socket.write(content, () => resolve()));
  await setTimeout(200);
  socket.destroy();
}

async function offsetOnceAbove(path: string, least: number): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const offset = Number((await doors.standing(path)).headers['upload-offset']);
    if (offset >= least) return offset;
    await setTimeout(100);
  }
  throw new Error('What had arrived was not kept');
}

describe('an upload that is cut off', () => {
  it('is asked how far it is and goes on from there', async () => {
    expect(photograph.length).toBeGreaterThan(1024 * 1024);
    const { id, uploadPath } = await begin(worker, { gridEventId, bytes: photograph.length });
    const arrived = photograph.length - 100_000;
    await sendAndHangUp(uploadPath, photograph.subarray(0, arrived));
    expect(await offsetOnceAbove(uploadPath, arrived)).toBe(arrived);
    expect(await refusal(id)).toBe('UPLOAD_INCOMPLETE');
    const rest = await doors.send(uploadPath, photograph.subarray(arrived), arrived);
    expect([rest.status, rest.headers['upload-offset'], rest.headers['tus-resumable']]).toEqual([
      204,
      String(photograph.length),
      '1.0.0',
    ]);
    expect(await complete(worker, id)).toMatchObject({ id, mediaType: 'image/jpeg' });
  });

  it('that goes on from elsewhere is told where it stands, and nothing is lost', async () => {
    const { id, uploadPath } = await begin(worker, { gridEventId, bytes: photograph.length });
    await doors.send(uploadPath, photograph.subarray(0, 5_000));
    for (const offset of [0, 4_999, 5_001]) {
      const answer = await doors.send(uploadPath, photograph.subarray(offset), offset);
      expect([answer.status, answer.headers['upload-offset']]).toEqual([409, '5000']);
    }
    await doors.send(uploadPath, photograph.subarray(5_000), 5_000);
    expect((await complete(worker, id)).id).toBe(id);
  });

  it('that two go on with at once is one file all the same', async () => {
    const { id, uploadPath } = await begin(worker, { gridEventId, bytes: photograph.length });
    const answers = await Promise.all([1, 2, 3].map(() => doors.send(uploadPath, photograph)));
    expect(answers.filter(({ status }) => status === 409).length).toBeGreaterThan(0);
    const offset = Number((await doors.standing(uploadPath)).headers['upload-offset']);
    if (offset < photograph.length) await doors.send(uploadPath, photograph.subarray(offset), offset);
    expect((await complete(worker, id)).id).toBe(id);
  });
});

describe('an upload', () => {
  it.each([
    ['a script named .jpg', Buffer.from('#!/bin/sh\nrm -rf ~\n'), 'FILE_TYPE_REFUSED'],
    ['half an image', Buffer.from('ffd8ffe000104a46494600010100', 'hex'), 'FILE_DAMAGED'],
  ])('of %s is refused and given up', async (_what, content, code) => {
    const { id, uploadPath } = await begin(worker, { gridEventId, bytes: content.length });
    await doors.send(uploadPath, content);
    expect(await refusal(id)).toBe(code);
    expect(await refusal(id)).toBe('UPLOAD_EXPIRED');
    const rows = await place.service.sql('SELECT 1 FROM grid_event_attachment WHERE id = $1', [id]);
    expect(rows).toHaveLength(0);
  });

  it('has the bytes that were announced and no more', async () => {
    const { uploadPath } = await begin(worker, { gridEventId, bytes: 1_000 });
    expect((await doors.send(uploadPath, photograph.subarray(0, 1_001))).status).toBe(413);
    expect((await doors.standing(uploadPath)).headers['upload-offset']).toBe('0');
  });

  it('is another person’s affair', async () => {
    const { id } = await begin(worker, { gridEventId, bytes: 1_000 });
    for (const other of [place.township, place.county, place.worker])
      expect(await other.refusal(MUTATIONS.complete, inputOf({ uploadId: id }))).toBe('NOT_FOUND');
  });

  it('is begun and completed once, however often that is asked', async () => {
    const requestId = randomUUID();
    const first = await begin(worker, { gridEventId, bytes: photograph.length, requestId });
    const again = await begin(worker, { gridEventId, bytes: photograph.length, requestId });
    expect(again).toEqual(first);
    await doors.send(first.uploadPath, photograph);
    const added = await complete(worker, first.id);
    expect(await complete(worker, first.id)).toEqual(added);
    expect((await doors.send(first.uploadPath, photograph, photograph.length)).status).toBe(409);
    const rows = await place.service.sql('SELECT 1 FROM grid_event_attachment WHERE grid_event_id = $1', [
      gridEventId,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('waits for others of the same person', async () => {
    for (let count = 0; count < 10; count += 1) await begin(worker, { gridEventId, bytes: 1_000 });
    expect(
      await worker.refusal(MUTATIONS.begin, inputOf({ gridEventId, purpose: 'REPORT', bytes: 1_000 })),
    ).toBe('TOO_MANY_UPLOADS');
  });

  it('says what is missing of a request', async () => {
    const { uploadPath } = await begin(worker, { gridEventId, bytes: 1_000 });
    const { port } = place.service.app.getHttpServer().address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${uploadPath}`, {
      method: 'PATCH',
      headers: {
        ...place.service.client().headers,
        'content-type': 'image/jpeg',
        'accept-language': 'zh-CN',
      },
      body: 'a',
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toContain('请求头');
  });
});

describe('what is left of uploads', () => {
  it('is swept away in batches, and what was kept stays', async () => {
    const sweeper = place.service.app.get(UploadSweeper);
    const sweepAll = async (): Promise<number> => {
      let swept = 0;
      for (let batch = await sweeper.sweep(); batch > 0; batch = await sweeper.sweep()) {
        expect(batch).toBeLessThanOrEqual(20);
        swept += batch;
      }
      return swept;
    };
    const { id, uploadPath } = await begin(worker, { gridEventId, bytes: photograph.length });
    await doors.send(uploadPath, photograph);
    await complete(worker, id);
    const cut = await begin(worker, { gridEventId, bytes: photograph.length });
    await doors.send(cut.uploadPath, photograph.subarray(0, 5_000));
    const before = place.service.clock.now();
    place.service.clock.set(new Date(before.getTime() + HOUR_MS).toISOString());
    expect(await sweepAll()).toBeGreaterThan(0);
    expect((await doors.standing(cut.uploadPath)).headers['upload-offset']).toBe('5000');
    place.service.clock.set(new Date(before.getTime() + 25 * HOUR_MS).toISOString());
    expect((await doors.standing(cut.uploadPath)).status).toBe(410);
    await sweepAll();
    const [left] = await place.service.sql<{ uploads: number; attachments: number }>(
      `SELECT (SELECT count(*) FROM file_upload)::int AS uploads, (SELECT count(*) FROM grid_event_attachment)::int AS attachments`,
    );
    expect(left?.uploads).toBe(0);
    expect(objectCount()).toBe(left?.attachments);
    place.service.clock.set(before.toISOString());
  });
});
