import type { GridEventCategory } from '../departments/department.model.js';
import type { GridEventKind } from '../grid-events/entity/grid-event.row.js';
import type { DeliveryOutcome } from './delivery/webhook-sender.js';

export const WEBHOOK_STATUSES = ['ACTIVE', 'PAUSED', 'SUSPENDED', 'REMOVED'] as const;
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number];

export const SUSPENSION_REASONS = ['FAILING', 'GONE'] as const;
export type SuspensionReason = (typeof SUSPENSION_REASONS)[number];

/** An endpoint of a department, and how far the changes have come that it was sent. */
export interface Webhook {
  readonly id: string;
  readonly departmentId: string;
  /** Of its department. */
  readonly areaCode: string;
  readonly url: string;
  /** Only changes inside this area; empty for all. */
  readonly onlyAreaCode: string;
  readonly categories: GridEventCategory[] | null;
  readonly kinds: GridEventKind[] | null;
  readonly status: WebhookStatus;
  readonly suspendedReason: SuspensionReason | null;
  readonly suspendedAt: Date | null;
  /** Everything up to here was delivered, or was nothing for it. */
  readonly position: number;
  /** Moves with every command, so that a delivery under way notices and leaves the place alone. */
  readonly generation: number;
  readonly failureCount: number;
  readonly failingSince: Date | null;
  readonly nextAttemptAt: Date | null;
  readonly lastOutcome: DeliveryOutcome | null;
  readonly lastAttemptAt: Date | null;
  readonly definedAt: Date;
}

export interface WebhookDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly departmentId: string;
  readonly eventId: string;
  readonly gridEventId: string;
  readonly position: number;
  readonly attempt: number;
  readonly at: Date;
  readonly durationMs: number;
  readonly outcome: DeliveryOutcome;
  readonly statusCode: number | null;
  readonly nextAttemptAt: Date | null;
  readonly signature: string;
  readonly bodyDigest: string;
  readonly answerDigest: string | null;
}
