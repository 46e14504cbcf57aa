import type { Actor, Grant } from '@lianxin/access';
import { Access } from '@lianxin/access';
import { checkUuid, Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export type InterventionKind = 'REPLAY' | 'DISCARD' | 'REPUBLISH';

/** One thing that an operator did: who, when, why, and to what. */
export interface Intervention {
  /** Its place among all of this service. */
  readonly ordinal: number;
  readonly id: string;
  readonly kind: InterventionKind;
  readonly doneAt: Date;
  readonly actorSubject: string;
  readonly actorRole: string;
  /** The account of the operating system, for what was done at the command line. */
  readonly account: string | null;
  readonly reason: string | null;
  readonly message: MessageConcerned | null;
  /** Positions from the first to the last one. */
  readonly range: { readonly fromPosition: number; readonly toPosition: number } | null;
}

/** The parked message as it was when the operator acted; its value is kept when it was discarded. */
export interface MessageConcerned {
  readonly parkedId: number;
  readonly consumer: string;
  readonly topic: string;
  readonly key: string;
  readonly faultCode: string;
  readonly fault: string;
  readonly attempts: number;
  readonly parkedAt: Date;
  readonly value: string | null;
}

export interface Act {
  readonly id: string;
  readonly kind: InterventionKind;
  readonly reason: string | null;
  readonly account: string | null;
  readonly message?: MessageConcerned;
  readonly range?: { readonly fromPosition: number; readonly toPosition: number };
}

const INSERT = `
  INSERT INTO journal_intervention (id, kind, done_at, actor_subject, actor_grant_id, actor_role, account, correlation_id,
    reason, parked_id, consumer, topic, key, fault_code, fault, attempts, parked_at, value, from_position, to_position)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
  RETURNING ordinal`;

/** Values may be large; `value` of a list is shortened. */
const columns = (
  value: string,
): string => `ordinal, id, kind, done_at, actor_subject, actor_role, account, reason, parked_id,
  consumer, topic, key, fault_code, fault, attempts, parked_at, ${value} AS value, from_position, to_position`;

const LISTED_VALUE_LENGTH = 4_000;
const SHORT = columns(`left(value, ${LISTED_VALUE_LENGTH})`);
/** How many acts on one parked message are shown with it. */
const HISTORY_LIMIT = 20;

interface Row {
  ordinal: number;
  id: string;
  kind: InterventionKind;
  done_at: Date;
  actor_subject: string;
  actor_role: string;
  account: string | null;
  reason: string | null;
  parked_id: number | null;
  consumer: string;
  topic: string;
  key: string;
  fault_code: string;
  fault: string;
  attempts: number;
  parked_at: Date;
  value: string | null;
  from_position: number;
  to_position: number;
}

/** The append-only record of what operators did (处置记录), in the database of the service that it was done to. */
@Injectable()
export class InterventionsService {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Belongs to the transaction of the act itself. @throws ForbiddenError */
  async record(tx: EntityManager, actor: Actor, act: Act): Promise<Intervention> {
    const grant = this.access.require(actor, 'operate', 'Journal', {});
    const doneAt = this.clock.now();
    const [row] = await tx.query<{ ordinal: number }[]>(INSERT, parametersOf(actor, grant, act, doneAt));
    const { message = null, range = null, ...said } = act;
    return {
      ...said,
      ...{ ordinal: row?.ordinal ?? 0, doneAt, message, range },
      ...{ actorSubject: actor.subject, actorRole: grant.role },
    };
  }

  /** Newest first. @param before the ordinal of the last one already seen */
  async findInterventions(
    tx: EntityManager,
    page: { count: number; before: number | null },
  ): Promise<Intervention[]> {
    const rows = await tx.query<Row[]>(
      `SELECT ${SHORT} FROM journal_intervention WHERE $1::bigint IS NULL OR ordinal < $1 ORDER BY ordinal DESC LIMIT $2`,
      [page.before, page.count],
    );
    return rows.map(toIntervention);
  }

  /** What was done to each of these parked messages, newest first, the latest alone when there is much. */
  async findActsOn(tx: EntityManager, parkedIds: readonly number[]): Promise<Intervention[][]> {
    const rows = await tx.query<Row[]>(
      `SELECT i.* FROM unnest($1::bigint[]) AS asked (id)
        CROSS JOIN LATERAL (SELECT ${SHORT} FROM journal_intervention WHERE parked_id = asked.id
                             ORDER BY ordinal DESC LIMIT ${HISTORY_LIMIT}) AS i`,
      [parkedIds],
    );
    const acts = rows.map(toIntervention);
    return parkedIds.map((id) => acts.filter(({ message }) => message?.parkedId === id));
  }

  /** With the whole value of what was discarded. @throws NotFoundError, MalformedIdError */
  async getIntervention(tx: EntityManager, id: string): Promise<Intervention> {
    const [row] = await tx.query<Row[]>(
      `SELECT ${columns('value')} FROM journal_intervention WHERE id = $1`,
      [checkUuid(id, 'id')],
    );
    if (!row) throw new NotFoundError('JournalIntervention', id);
    return toIntervention(row);
  }
}

function parametersOf(actor: Actor, grant: Grant, act: Act, doneAt: Date): unknown[] {
  const { message, range } = act;
  const who = [actor.subject, grant.id, grant.role, act.account, actor.origin.correlationId];
  const what = message && [
    ...[message.parkedId, message.consumer, message.topic, message.key, message.faultCode, message.fault],
    ...[message.attempts, message.parkedAt, message.value],
  ];
  const none = Array.from({ length: 9 }, () => null);
  return [
    ...[act.id, act.kind, doneAt, ...who, act.reason, ...(what ?? none)],
    ...[range?.fromPosition ?? null, range?.toPosition ?? null],
  ];
}

function toIntervention(row: Row): Intervention {
  const message = row.parked_id !== null && {
    ...{ parkedId: row.parked_id, consumer: row.consumer, topic: row.topic, key: row.key },
    ...{ faultCode: row.fault_code, fault: row.fault, attempts: row.attempts, parkedAt: row.parked_at },
    value: row.value,
  };
  return {
    ...{ ordinal: row.ordinal, id: row.id, kind: row.kind, doneAt: row.done_at },
    ...{
      actorSubject: row.actor_subject,
      actorRole: row.actor_role,
      account: row.account,
      reason: row.reason,
    },
    message: message || null,
    range: message ? null : { fromPosition: row.from_position, toPosition: row.to_position },
  };
}
