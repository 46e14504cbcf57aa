import { Database } from '@lianxin/service-kit';
import type { Caller } from '@lianxin/service-kit';
import { Controller, Head, Inject, Param, Patch, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { UploadWriter } from '../uploads/upload-writer.js';
import { Uploads } from '../uploads/uploads.js';
import { answerRefusal } from './answer-refusal.js';
import { FileTickets } from './file-tickets.js';
import { UploadOffsetError } from '../uploads/upload.errors.js';
import { UploadRequestError } from './ticket.errors.js';

const VERSION = '1.0.0';
const CONTENT_TYPE = 'application/offset+octet-stream';

/**
 * Where the bytes of an upload are sent: the core of tus 1.0 (HEAD asks how far it is, PATCH goes on from there), so that any of
 * its clients resumes by itself. What it is for was said to the graph, and so is that it is complete.
 */
@Controller('uploads')
export class UploadsController {
  constructor(
    @Inject(FileTickets) private readonly tickets: FileTickets,
    @Inject(Database) private readonly database: Database,
    @Inject(Uploads) private readonly uploads: Uploads,
    @Inject(UploadWriter) private readonly writer: UploadWriter,
  ) {}

  @Head(':ticket')
  async standing(
    @Param('ticket') ticket: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    begin(response);
    try {
      const { uploadId, uploaderId } = this.tickets.openUpload(ticket);
      const upload = await this.database.read(callerOf(uploaderId), (tx) => this.uploads.get(tx, uploadId));
      response.setHeader('upload-offset', upload.receivedBytes);
      response.setHeader('upload-length', upload.declaredBytes);
      response.setHeader('upload-expires', upload.expiresAt.toUTCString());
      response.status(200).end();
    } catch (error) {
      answerRefusal(request, response, error);
    }
  }

  @Patch(':ticket')
  async append(
    @Param('ticket') ticket: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    begin(response);
    try {
      const { uploadId, uploaderId } = this.tickets.openUpload(ticket);
      if (request.headers['content-type'] !== CONTENT_TYPE) throw new UploadRequestError('content-type');
      const offset = wholeNumberIn(request, 'upload-offset');
      if (offset === undefined) throw new UploadRequestError('upload-offset');
      const bytes = wholeNumberIn(request, 'content-length');
      const arriving = { offset, bytes, body: request };
      const standsAt = await this.writer.append(callerOf(uploaderId), uploadId, arriving);
      response.setHeader('upload-offset', standsAt);
      response.status(204).end();
    } catch (error) {
      if (error instanceof UploadOffsetError)
        response.setHeader('upload-offset', String(error.details['offset']));
      answerRefusal(request, response, error);
    }
  }
}

function begin(response: Response): void {
  response.setHeader('tus-resumable', VERSION);
  response.setHeader('cache-control', 'no-store');
}

/** The ticket says who began the upload; of that person's rows alone anything is seen here. */
const callerOf = (subject: string): Caller => ({
  rowLevelContext: { subject, areas: '{}', departments: [] },
});

function wholeNumberIn(request: Request, header: string): number | undefined {
  const value = request.headers[header];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !/^\d{1,10}$/.test(value)) throw new UploadRequestError(header);
  return Number(value);
}
