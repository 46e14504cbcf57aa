import type { Actor } from '@lianxin/access';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ParkedMessages } from '../../inbox/parked-messages.js';
import type { ParkedState } from '../../inbox/parked-messages.js';
import { WAITS_FOR_ANOTHER } from '../../inbox/reasons.js';
import { ConsumersService } from '../traffic/consumers.service.js';
import { InterventionsService } from '../interventions.service.js';
import type { Act, Intervention } from '../interventions.service.js';
import { ParkedMessageBehindError, ParkedMessageNotFoundError } from '../operation.errors.js';
import { concerned } from './parked-message.view.js';
import type { ParkedView } from './parked-message.view.js';

export interface ParkedQuery {
  readonly consumer: string | null;
  readonly state: ParkedState | null;
  readonly count: number;
  /** The id of the last one already seen. */
  readonly after: number;
}

export type Handling = Omit<Act, 'kind' | 'message' | 'range'>;

const LISTED_VALUE_LENGTH = 4_000;

const view = (
  value: string,
): string => `id, consumer, topic, key, state, reason_code AS "faultCode", reason AS fault, attempts,
  parked_at AS "parkedAt", retry_at AS "retryAt", ${value} AS value, length(value) AS "valueLength"`;

const LIST = `
  SELECT ${view(`left(value, ${LISTED_VALUE_LENGTH})`)} FROM inbox_parked
   WHERE id > $1 AND ($2::text IS NULL OR consumer = $2) AND ($3::text IS NULL OR state = $3)
   ORDER BY id LIMIT $4`;

const LOCK = `SELECT ${view('value')} FROM inbox_parked WHERE id = $1 FOR UPDATE`;

const BLOCKING = `
  SELECT min(id) AS id FROM inbox_parked
   WHERE consumer = $1 AND topic = $2 AND key = $3 AND id <> $4 AND state <> 'behind'`;

const BLOCKING_FAULT = `${BLOCKING} AND state = 'parked' AND reason_code <> ALL ($5)`;

/** Messages set aside by the consumers of this service (暂存消息): looked at, replayed, discarded. */
@Injectable()
export class ParkedOperationsService {
  constructor(
    private readonly parked: ParkedMessages,
    private readonly interventions: InterventionsService,
    private readonly consumers: ConsumersService,
    private readonly clock: Clock,
  ) {}

  /** In the order in which they were set aside; long values are shortened. */
  async findParkedMessages(tx: EntityManager, query: ParkedQuery): Promise<ParkedView[]> {
    if (this.hasNoInbox()) return [];
    return tx.query<ParkedView[]>(LIST, [query.after, query.consumer, query.state, query.count]);
  }

  /** With its whole value. @throws ParkedMessageNotFoundError */
  async getParkedMessage(tx: EntityManager, id: string): Promise<ParkedView> {
    const found = isOrdinal(id) && !this.hasNoInbox();
    const [message] = found
      ? await tx.query<ParkedView[]>(LOCK.replace(' FOR UPDATE', ''), [Number(id)])
      : [];
    if (!message) throw new ParkedMessageNotFoundError(id);
    return message;
  }

  /**
   * Has it tried again at once, with as many attempts as a new one. One that was discarded while it waited for its predecessor
   * is set aside again first: that undoes the discard.
   * @throws ParkedMessageNotFoundError, ParkedMessageBehindError
   */
  async replayMessage(
    tx: EntityManager,
    actor: Actor,
    id: string,
    handling: Handling,
  ): Promise<Intervention> {
    if (isOrdinal(id) && !this.hasNoInbox()) await this.parked.restore(Number(id), this.clock.now(), tx);
    const message = await this.lock(tx, id);
    await this.checkNotBehind(tx, message);
    const act = { ...handling, kind: 'REPLAY' as const, message: concerned(message, false) };
    const intervention = await this.interventions.record(tx, actor, act);
    await this.parked.replay(message.id, this.clock.now(), tx);
    return intervention;
  }

  /**
   * Gives it up for good. Its place in its aggregate counts as taken, so that those behind it go on without it; the
   * record keeps its value. What waits for its predecessor takes no place and is passed over when it comes again: another may be
   * the real one. A replay undoes that.
   * @throws ParkedMessageNotFoundError, ParkedMessageBehindError
   */
  async discardMessage(
    tx: EntityManager,
    actor: Actor,
    id: string,
    handling: Handling & { readonly reason: string },
  ): Promise<Intervention> {
    const message = await this.lock(tx, id);
    await (message.faultCode === 'PREDECESSOR_MISSING'
      ? this.checkNotBehindFault(tx, message)
      : this.checkNotBehind(tx, message));
    const act = { ...handling, kind: 'DISCARD' as const, message: concerned(message, true) };
    const intervention = await this.interventions.record(tx, actor, act);
    await this.parked.discard(message.id, this.clock.now(), tx);
    return intervention;
  }

  private async lock(tx: EntityManager, id: string): Promise<ParkedView> {
    const [message] =
      isOrdinal(id) && !this.hasNoInbox() ? await tx.query<ParkedView[]>(LOCK, [Number(id)]) : [];
    if (!message) throw new ParkedMessageNotFoundError(id);
    return message;
  }

  private async checkNotBehind(tx: EntityManager, message: ParkedView): Promise<void> {
    if (message.state !== 'behind') return;
    const [blocking] = await tx.query<{ id: number | null }[]>(BLOCKING, [
      ...[message.consumer, message.topic, message.key],
      message.id,
    ]);
    throw new ParkedMessageBehindError(message.id, blocking?.id ?? null);
  }

  /** What only waits, as those before it do, need not wait for them to be told apart: one of them may be forged. */
  private async checkNotBehindFault(tx: EntityManager, message: ParkedView): Promise<void> {
    if (message.state !== 'behind') return;
    const { consumer, topic, key, id } = message;
    const [blocking] = await tx.query<{ id: number | null }[]>(BLOCKING_FAULT, [
      ...[consumer, topic, key, id],
      WAITS_FOR_ANOTHER,
    ]);
    if (blocking?.id) throw new ParkedMessageBehindError(message.id, blocking.id);
  }

  /** A service without consumers has no table of parked messages. */
  private hasNoInbox(): boolean {
    return this.consumers.names().length === 0;
  }
}

/** What can be the id of a row; PostgreSQL's bigint is wider, and no table grows that long. */
function isOrdinal(id: string): boolean {
  return /^[1-9][0-9]{0,14}$/.test(id);
}
