import { createHash } from 'node:crypto';
import { request } from 'undici';
import type { Agent, Dispatcher } from 'undici';
import { AddressRefusedError } from './guarded-agent.js';

export const DELIVERY_OUTCOMES = [
  'DELIVERED',
  'STATUS',
  'GONE',
  'REDIRECTED',
  'TIMED_OUT',
  'UNREACHABLE',
  'ADDRESS_REFUSED',
] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

export interface Answer {
  readonly outcome: DeliveryOutcome;
  readonly statusCode: number | null;
  readonly durationMs: number;
  /** Digest of as much of the answer as was read; null if there was none. */
  readonly answerDigest: string | null;
}

export interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SenderOptions {
  readonly agent: Agent;
  readonly timeoutMs: number;
  /** Ends what is under way when the process stops. */
  readonly ending: AbortSignal;
}

/** More of an answer than this is not read. */
const ANSWER_BYTES = 16_384;

/**
 * Posts once. Never throws for what the receiver does: whatever it is, it is an outcome.
 * @throws the reason of `ending` when the process stops
 */
export async function post(posting: Posting, { agent, timeoutMs, ending }: SenderOptions): Promise<Answer> {
  const startedAt = performance.now();
  const limit = AbortSignal.timeout(timeoutMs);
  const since = (): number => Math.round(performance.now() - startedAt);
  try {
    const response = await request(posting.url, {
      method: 'POST',
      dispatcher: agent,
      headers: { ...posting.headers },
      body: posting.body,
      signal: AbortSignal.any([limit, ending]),
    });
    const answerDigest = await digestOfBody(response.body);
    const { statusCode } = response;
    return { outcome: outcomeOf(statusCode), statusCode, durationMs: since(), answerDigest };
  } catch (error) {
    ending.throwIfAborted();
    const outcome = limit.aborted ? 'TIMED_OUT' : outcomeOfError(error);
    return { outcome, statusCode: null, durationMs: since(), answerDigest: null };
  }
}

export const digestOf = (content: string): string =>
  `SHA256.1.${createHash('sha256').update(content).digest('base64url')}`;

function outcomeOf(status: number): DeliveryOutcome {
  if (status >= 200 && status < 300) return 'DELIVERED';
  if (status >= 300 && status < 400) return 'REDIRECTED';
  return status === 410 ? 'GONE' : 'STATUS';
}

const TIMEOUTS = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

function outcomeOfError(error: unknown): DeliveryOutcome {
  if (error instanceof AddressRefusedError) return 'ADDRESS_REFUSED';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && TIMEOUTS.has(code) ? 'TIMED_OUT' : 'UNREACHABLE';
}

/** The status has decided; a body that never ends, or breaks off, changes nothing any more. */
async function digestOfBody(body: Dispatcher.ResponseData['body']): Promise<string> {
  const hash = createHash('sha256');
  let room = ANSWER_BYTES;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      hash.update(chunk.subarray(0, room));
      room -= chunk.length;
      if (room <= 0) break;
    }
  } catch {
    // What came before it broke off stands in the digest.
  } finally {
    body.destroy();
  }
  return `SHA256.1.${hash.digest('base64url')}`;
}
