import { randomBytes, randomUUID } from 'node:crypto';
import type { TestClient, TestService } from '@lianxin/testing';
import sharp from 'sharp';
import request from 'supertest';
import type { Response } from 'supertest';

const BEGIN = `mutation ($input: BeginGridEventAttachmentInput!) {
  answer: beginGridEventAttachment(input: $input) { id uploadPath bytes offset expiresAt } }`;
const COMPLETE = `mutation ($input: CompleteGridEventAttachmentInput!) {
  answer: completeGridEventAttachment(input: $input) { id purpose mediaType bytes addedAt role digest } }`;
const REVEAL = `mutation ($input: RevealGridEventAttachmentInput!) {
  answer: revealGridEventAttachment(input: $input) { attachmentId downloadPath expiresAt } }`;
export const MUTATIONS = { begin: BEGIN, complete: COMPLETE, reveal: REVEAL };

export interface UploadAnswer {
  readonly id: string;
  readonly uploadPath: string;
  readonly bytes: number;
  readonly offset: number;
}
export interface AttachmentAnswer {
  readonly id: string;
  readonly purpose: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly role: string;
  readonly digest: string;
}
export interface RevealAnswer {
  readonly attachmentId: string;
  readonly downloadPath: string | null;
}

type Input = Record<string, unknown>;

export const inputOf = (input: Input): { input: Input } => ({ input: { requestId: randomUUID(), ...input } });

async function ask<Answer>(who: TestClient, document: string, input: Input): Promise<Answer> {
  return (await who.get<{ answer: Answer }>(document, inputOf(input))).answer;
}

export const begin = (who: TestClient, input: Input): Promise<UploadAnswer> =>
  ask(who, BEGIN, { purpose: 'REPORT', ...input });
export const complete = (who: TestClient, uploadId: string): Promise<AttachmentAnswer> =>
  ask(who, COMPLETE, { uploadId });
export const reveal = (who: TestClient, attachmentId: string, purpose: string): Promise<RevealAnswer> =>
  ask(who, REVEAL, { attachmentId, purpose });

/** Pixels of chance, so that nothing packs them small. */
export const aPhotograph = (width = 900): Promise<Buffer> =>
  sharp(randomBytes(width * 200 * 3), { raw: { width, height: 200, channels: 3 } })
    .jpeg({ quality: 95 })
    .withExif({
      IFD0: { Make: 'SECRET-CAMERA' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '28/1 27/1 0/1' },
    })
    .toBuffer();

/** The doors for files as the gateway knocks at them. */
export class FileDoors {
  private readonly secret: Record<string, string>;

  constructor(private readonly service: TestService) {
    this.secret = service.client().headers;
  }

  send(path: string, content: Buffer, offset = 0): Promise<Response> {
    return request(this.service.app.getHttpServer())
      .patch(path)
      .set(this.secret)
      .set({
        'tus-resumable': '1.0.0',
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      })
      .send(content)
      .then((response) => response);
  }

  standing(path: string): Promise<Response> {
    return request(this.service.app.getHttpServer())
      .head(path)
      .set(this.secret)
      .then((response) => response);
  }

  fetch(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return request(this.service.app.getHttpServer())
      .get(path)
      .set({ ...this.secret, ...headers })
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(null, Buffer.concat(chunks)));
      })
      .then((response) => response);
  }
}

/** A file that went all the way. */
export async function anAttachment(
  doors: FileDoors,
  who: TestClient,
  file: { gridEventId: string; content: Buffer; purpose?: string },
): Promise<AttachmentAnswer> {
  const { gridEventId, content, purpose = 'REPORT' } = file;
  const upload = await begin(who, { gridEventId, purpose, bytes: content.length });
  const sent = await doors.send(upload.uploadPath, content);
  if (sent.status !== 204) throw new Error(`Expected 204, got ${sent.status} ${JSON.stringify(sent.body)}`);
  return complete(who, upload.id);
}
