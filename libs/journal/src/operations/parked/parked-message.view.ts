import { z } from 'zod';
import { parseJson } from '../../inbox/inbox-place.js';
import type { ParkedState } from '../../inbox/parked-messages.js';
import type { ReasonCode } from '../../inbox/reasons.js';
import type { MessageConcerned } from '../interventions.service.js';

/** A parked message as an operator sees it. */
export interface ParkedView {
  readonly id: number;
  readonly consumer: string;
  readonly topic: string;
  readonly key: string;
  readonly state: ParkedState;
  readonly faultCode: ReasonCode;
  readonly fault: string;
  readonly attempts: number;
  readonly parkedAt: Date;
  readonly retryAt: Date | null;
  /** The value as it came, shortened in lists. */
  readonly value: string;
  /** Of the whole value, in characters. */
  readonly valueLength: number;
}

/** What the message says of itself; nobody vouches for it. */
export interface Claim {
  readonly eventId: string | null;
  readonly eventType: string | null;
  readonly sequence: number | null;
  readonly position: number | null;
}

const text = z.string().max(200).nullable().catch(null);
const count = z.number().int().positive().nullable().catch(null);
const claimSchema = z.object({ id: text, type: text, sequence: count, position: count });

/** Reads what can be read; null for what is not there or is nonsense. */
export function claimOf(value: string): Claim {
  const { data } = claimSchema.safeParse(parseJson(value));
  return {
    eventId: data?.id ?? null,
    eventType: data?.type ?? null,
    sequence: data?.sequence ?? null,
    position: data?.position ?? null,
  };
}

/** @param isKept whether the value goes into the record: of what is discarded nothing else remains */
export function concerned(message: ParkedView, isKept: boolean): MessageConcerned {
  const { id, consumer, topic, key, faultCode, fault, attempts, parkedAt, value } = message;
  return {
    ...{ parkedId: id, consumer, topic, key, faultCode, fault, attempts, parkedAt },
    value: isKept ? value : null,
  };
}
