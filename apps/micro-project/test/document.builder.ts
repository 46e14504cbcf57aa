import { randomUUID } from 'node:crypto';
import type { TestClient, TestService } from '@lianxin/testing';
import sharp from 'sharp';
import request from 'supertest';
import type { Response } from 'supertest';

const BEGIN = `mutation ($input: BeginMicroProjectDocumentInput!) {
  answer: beginMicroProjectDocument(input: $input) { id uploadPath bytes offset expiresAt } }`;
const COMPLETE = `mutation ($input: CompleteMicroProjectDocumentInput!) {
  answer: completeMicroProjectDocument(input: $input) { id purpose form mediaType bytes addedAt role digest } }`;
const OPEN = `mutation ($input: OpenMicroProjectDocumentInput!) {
  answer: openMicroProjectDocument(input: $input) { documentId downloadPath expiresAt } }`;
export const MUTATIONS = { begin: BEGIN, complete: COMPLETE, open: OPEN };

export interface UploadAnswer {
  readonly id: string;
  readonly uploadPath: string;
}
export interface DocumentAnswer {
  readonly id: string;
  readonly purpose: string;
  readonly form: string;
  readonly role: string;
  readonly digest: string;
}
export interface OpenAnswer {
  readonly documentId: string;
  readonly downloadPath: string;
}

type Input = Record<string, unknown>;

export const inputOf = (input: Input): { input: Input } => ({ input: { requestId: randomUUID(), ...input } });

async function ask<Answer>(who: TestClient, document: string, input: Input): Promise<Answer> {
  return (await who.get<{ answer: Answer }>(document, inputOf(input))).answer;
}

export const begin = (who: TestClient, input: Input): Promise<UploadAnswer> =>
  ask(who, BEGIN, { purpose: 'PROGRESS', form: 'RECORD', ...input });
export const complete = (who: TestClient, uploadId: string): Promise<DocumentAnswer> =>
  ask(who, COMPLETE, { uploadId });
export const open = (who: TestClient, documentId: string): Promise<OpenAnswer> =>
  ask(who, OPEN, { documentId });

/** A small scanned page. */
export const aScan = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 40, channels: 3, background: '#fff' } })
    .jpeg()
    .toBuffer();

/** The doors for files as the gateway knocks at them. */
export class FileDoors {
  constructor(private readonly service: TestService) {}

  send(path: string, content: Buffer, offset = 0): Promise<Response> {
    return request(this.service.app.getHttpServer())
      .patch(path)
      .set(this.service.client().headers)
      .set({
        'tus-resumable': '1.0.0',
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      })
      .send(content)
      .then((response) => response);
  }

  fetch(path: string): Promise<Response> {
    return request(this.service.app.getHttpServer())
      .get(path)
      .set(this.service.client().headers)
      .then((response) => response);
  }
}

/** A document that went all the way. */
export async function aDocument(doors: FileDoors, who: TestClient, input: Input): Promise<DocumentAnswer> {
  const content = await aScan();
  const upload = await begin(who, { bytes: content.length, ...input });
  const sent = await doors.send(upload.uploadPath, content);
  if (sent.status !== 204) throw new Error(`Expected 204, got ${sent.status} ${JSON.stringify(sent.body)}`);
  return complete(who, upload.id);
}
