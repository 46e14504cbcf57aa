import { GATEWAY_SECRET_HEADER } from '@lianxin/service-kit';
import { Logger } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Pool } from 'undici';
import type { SubgraphAddress } from '../config.js';
import { RequestTooLargeError, SubgraphUnavailableError } from '../graph/graph.errors.js';
import type { Limits } from '../limits/limits.js';
import { FileKeeperUnknownError, FileRequestRefusedError } from './file.errors.js';

const CONNECT_TIMEOUT_MS = 2_000;
const TICKET = String.raw`[\w-]{16}\.[\w-]{20,4096}`;
const KEEPER = '[a-z-]{1,40}';
const DOORS: readonly { readonly path: RegExp; readonly methods: readonly string[] }[] = [
  { path: new RegExp(`^/(${KEEPER})/uploads/${TICKET}$`), methods: ['HEAD', 'PATCH'] },
  { path: new RegExp(`^/(${KEEPER})/${TICKET}$`), methods: ['HEAD', 'GET'] },
];

const ASKED = [
  'content-type',
  'content-length',
  'upload-offset',
  'tus-resumable',
  'range',
  'accept-language',
];
const ANSWERED = [
  'accept-ranges',
  'cache-control',
  'content-disposition',
  'content-length',
  'content-range',
  'content-security-policy',
  'content-type',
  'cross-origin-resource-policy',
  'referrer-policy',
  'tus-resumable',
  'upload-expires',
  'upload-length',
  'upload-offset',
  'x-content-type-options',
];

interface Keeper extends SubgraphAddress {
  readonly pool: Pool;
}

/**
 * Hands the bytes of files through between callers and the service that keeps them, without holding them. The path names that
 * service. Whether a caller may is said by the link alone, which that service made and opens.
 */
export class FilePassage implements OnApplicationShutdown {
  private readonly logger = new Logger(FilePassage.name);
  private readonly keepers: readonly Keeper[];

  constructor(
    subgraphs: readonly SubgraphAddress[],
    private readonly limits: Limits,
  ) {
    this.keepers = subgraphs
      .filter(({ keepsFiles }) => keepsFiles)
      .map((address) => ({ ...address, pool: poolTo(address, limits) }));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.keepers.map(({ pool }) => pool.destroy()));
  }

  /** @throws FileKeeperUnknownError, FileRequestRefusedError, RequestTooLargeError, SubgraphUnavailableError */
  async pass(request: Request, response: Response, correlationId: string): Promise<void> {
    const keeper = this.keeperAskedBy(request);
    if (Number(request.headers['content-length'] ?? 0) > this.limits.MAX_FILE_BYTES)
      throw new RequestTooLargeError(this.limits.MAX_FILE_BYTES);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const answer = await this.ask(keeper, { request, correlationId, gone: gone.signal });
    response.status(answer.statusCode).set(only(ANSWERED, answer.headers));
    await pipeline(answer.body, response);
  }

  private keeperAskedBy({ method, path }: Request): Keeper {
    const door = DOORS.find((each) => each.path.test(path) && each.methods.includes(method));
    if (!door) throw new FileRequestRefusedError();
    const [, name] = door.path.exec(path) ?? [];
    const keeper = this.keepers.find((each) => each.name === name);
    if (!keeper) throw new FileKeeperUnknownError();
    return keeper;
  }

  private async ask(keeper: Keeper, { request, correlationId, gone }: Passage) {
    try {
      return await keeper.pool.request({
        method: request.method,
        path: `/files${request.path}`,
        headers: {
          ...only(ASKED, request.headers),
          'x-correlation-id': correlationId,
          [GATEWAY_SECRET_HEADER]: keeper.secret,
        },
        body: request.method === 'PATCH' ? Readable.from(bounded(request, this.limits.MAX_FILE_BYTES)) : null,
        signal: AbortSignal.any([gone, AbortSignal.timeout(this.limits.FILE_TIMEOUT_MS)]),
      });
    } catch (error) {
      if (error instanceof RequestTooLargeError) throw error;
      if (!gone.aborted)
        this.logger.warn({
          message: 'Files are not answered',
          subgraph: keeper.name,
          error: String(error),
        });
      throw new SubgraphUnavailableError(keeper.name);
    }
  }
}

interface Passage {
  readonly request: Request;
  readonly correlationId: string;
  /** The caller is. */
  readonly gone: AbortSignal;
}

const poolTo = ({ url }: SubgraphAddress, limits: Limits): Pool =>
  new Pool(new URL(url).origin, {
    connections: limits.FILE_CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: limits.FILE_TIMEOUT_MS,
    bodyTimeout: limits.FILE_TIMEOUT_MS,
  });

function only(names: readonly string[], headers: IncomingHttpHeaders): Record<string, string> {
  const chosen = names.map((name) => [name, headers[name]] as const);
  return Object.fromEntries(
    chosen.filter((entry): entry is readonly [string, string] => typeof entry[1] === 'string'),
  );
}

/** A body without a length could go on for ever. @throws RequestTooLargeError */
async function* bounded(body: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new RequestTooLargeError(maxBytes);
    yield chunk;
  }
}
