import { createHmac } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { RequestIdReusedError } from '../errors/common.errors.js';
import type { Caller, Database, Work } from './database.js';
import { deriveKey } from '../paging/derive-key.js';
import { canonicalJson, checkUuid } from './request-id.js';
import type { CommandInput } from './request-id.js';

export interface Command<T> {
  /** The mutation's name: its verb and noun. */
  readonly mutation: string;
  readonly input: CommandInput;
  /** The aggregate that the command acts on or will create. */
  readonly aggregateId: string;
  /** Does it, the first time. */
  readonly first: Work<T>;
  /** Reads again what the first time acted on, through today's permission. */
  readonly repeat: (tx: EntityManager, aggregateId: string) => Promise<T>;
}

/** Runs mutations: one transaction each, and each request id once. */
export class Commands {
  private readonly contentKey: Buffer;

  /** @param secret 32 bytes; the key of this purpose is derived from it. */
  constructor(
    private readonly database: Database,
    secret: Buffer,
  ) {
    this.contentKey = deriveKey(secret, 'command content');
  }

  /**
   * A refused command stores nothing, so the same id may be tried again after the cause is mended.
   * @throws RequestIdReusedError when the id was used with other content or by another person
   */
  run<T>(caller: Caller, command: Command<T>): Promise<T> {
    return this.database.write(caller, async (tx) => {
      const earlier = await this.claim(tx, caller, command);
      return earlier === null ? command.first(tx) : command.repeat(tx, earlier);
    });
  }

  private async claim(tx: EntityManager, caller: Caller, command: Command<unknown>): Promise<string | null> {
    const requestId = checkUuid(command.input.requestId, 'requestId');
    const subject = caller.rowLevelContext.subject;
    const hash = this.contentHash(command.input);
    const claimed = await tx.query<unknown[]>(
      `INSERT INTO command_request (mutation, request_id, subject, content_hash, aggregate_id)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING 1`,
      [command.mutation, requestId, subject, hash, command.aggregateId],
    );
    if (claimed.length > 0) return null;
    const [earlier] = await tx.query<{ subject: string; content_hash: string; aggregate_id: string }[]>(
      `SELECT subject, content_hash, aggregate_id FROM command_request WHERE mutation = $1 AND request_id = $2`,
      [command.mutation, requestId],
    );
    if (earlier?.subject !== subject || earlier.content_hash !== hash)
      throw new RequestIdReusedError(requestId);
    return earlier.aggregate_id;
  }

  /** Keyed, because what people type could be guessed from a bare hash of it. */
  private contentHash(input: CommandInput): string {
    const hash = createHmac('sha256', this.contentKey).update(canonicalJson(input));
    return `HS256.2.${hash.digest('base64url')}`;
  }
}
