import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { FileVault } from '../encryption/file-vault.js';
import type { ByteRange } from '../storage/object-storage.js';
import { answerRefusal } from './answer-refusal.js';
import { FileTickets } from './file-tickets.js';
import type { DownloadTicket } from './file-tickets.js';
import { RangeNotSatisfiableError } from './ticket.errors.js';

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

/** Kept by nobody on the way, taken for nothing but what it is, and never run. */
const HEADERS = {
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'accept-ranges': 'bytes',
};

/** Where files are read, with a link that a mutation gave after it had recorded the look. */
@Controller()
export class DownloadsController {
  constructor(
    @Inject(FileTickets) private readonly tickets: FileTickets,
    @Inject(FileVault) private readonly vault: FileVault,
  ) {}

  @Get(':ticket')
  async download(
    @Param('ticket') ticket: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    try {
      const file = this.tickets.openDownload(ticket);
      const range = rangeOf(request.headers.range, file.bytes);
      const cipher = await this.vault.cipherOf(file);
      const whole = { from: 0, to: file.bytes - 1 };
      const content = await this.vault.read(cipher, file, range ?? whole);
      describe(response, file, range);
      await pipeline(content, response);
    } catch (error) {
      if (error instanceof RangeNotSatisfiableError)
        response.setHeader('content-range', `bytes */${error.bytes}`);
      if (!response.headersSent) response.removeHeader('content-length');
      answerRefusal(request, response, error);
    }
  }
}

function describe(response: Response, file: DownloadTicket, range: ByteRange | null): void {
  const { from, to } = range ?? { from: 0, to: file.bytes - 1 };
  response.status(range ? 206 : 200).set({
    ...HEADERS,
    'content-type': file.mediaType,
    'content-length': String(to - from + 1),
    'content-disposition': `attachment; filename="${file.fileId}.${EXTENSIONS[file.mediaType] ?? 'bin'}"`,
    ...(range && { 'content-range': `bytes ${from}-${to}/${file.bytes}` }),
  });
}

/** One range, as clients that go on with a download ask for it; null for the whole. @throws RangeNotSatisfiableError */
function rangeOf(header: string | undefined, bytes: number): ByteRange | null {
  const [, from, to] = /^bytes=(\d{1,10})-(\d{1,10})?$/.exec(header ?? '') ?? [];
  if (from === undefined) return null;
  const range = { from: Number(from), to: Math.min(to === undefined ? bytes - 1 : Number(to), bytes - 1) };
  if (range.from >= bytes || range.from > range.to) throw new RangeNotSatisfiableError(bytes);
  return range;
}
