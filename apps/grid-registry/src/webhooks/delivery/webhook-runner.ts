import { Actor } from '@lianxin/access';
import { WebhookChanged } from '@lianxin/contracts';
import type { DepartmentEnvelope } from '@lianxin/contracts';
import { delayMs, Journal, systemSubject } from '@lianxin/journal';
import { durationMagnitude } from '@lianxin/policy';
import { Clock, Database } from '@lianxin/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { departmentActor } from '../../department-feeds/department-actor.js';
import { DepartmentFeedReader } from '../../department-feeds/department-feed.reader.js';
import type { DepartmentPage } from '../../department-feeds/department-feed.reader.js';
import { PoliciesService } from '../../policies/policies.service.js';
import { insertDelivery } from '../webhook-deliveries.queries.js';
import { WEBHOOK_CONFIG } from '../webhook.config.js';
import type { WebhookConfig } from '../webhook.config.js';
import { WebhookSecrets } from '../webhook-secrets.js';
import type { SuspensionReason, Webhook, WebhookDelivery } from '../webhook.row.js';
import { advance, noteFailure, noteSuccess } from '../webhooks.queries.js';
import { headersOf, signaturesOf } from './signatures.js';
import { countAttempt } from './webhook-metrics.js';
import { digestOf, post } from './webhook-sender.js';
import type { Answer, SenderOptions } from './webhook-sender.js';

/** What was read longer ago is read again: the rules may hide by now what they showed then. */
const FRESH_MS = 2_000;
/** After so long others have their turn. */
const TURN_MS = 10_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
const SYSTEM = 'grid-registry.webhooks';

type Change = DepartmentPage['changes'][number];

interface Turn {
  readonly actor: Actor;
  readonly secrets: readonly string[];
  readonly sender: SenderOptions;
}

/** Sends one webhook what waits for it: in order, each change until it has arrived, each step noted as it is taken. */
@Injectable()
export class WebhookRunner {
  private readonly system = Actor.system(systemSubject(SYSTEM), { correlationId: SYSTEM });

  constructor(
    private readonly database: Database,
    private readonly reader: DepartmentFeedReader,
    private readonly secrets: WebhookSecrets,
    private readonly journal: Journal,
    private readonly policies: PoliciesService,
    private readonly clock: Clock,
    @Inject(WEBHOOK_CONFIG) private readonly config: WebhookConfig,
  ) {}

  /** Comes back when nothing is left to send now, when an attempt failed, when a command came between, or when its turn is over. */
  async run(webhook: Webhook, sender: SenderOptions): Promise<void> {
    const actor = departmentActor(webhook, SYSTEM);
    const endsAt = performance.now() + TURN_MS;
    let standing: Webhook | null = webhook;
    let hasMore = true;
    while (standing && hasMore && performance.now() < endsAt) {
      const { id, onlyAreaCode: areaCode, categories, kinds, position: after } = standing;
      const secrets = await this.database.read(actor, (tx) => this.secrets.inForce(tx, id, this.clock.now()));
      // Removed a moment ago: nothing goes out unsigned.
      if (secrets.length === 0) return;
      const page = await this.reader.read(actor, { areaCode, categories, kinds, after });
      standing = await this.sendPage(standing, page, { actor, secrets, sender });
      hasMore = page.hasMore || (standing !== null && standing.position < page.position);
    }
  }

  /** @returns where the webhook stands afterwards; null when there is nothing more to be done for now */
  private async sendPage(webhook: Webhook, page: DepartmentPage, turn: Turn): Promise<Webhook | null> {
    const readAt = performance.now();
    let standing = webhook;
    for (const change of page.changes) {
      if (performance.now() - readAt > FRESH_MS) return standing;
      if (!(await this.sendChange(standing, change, turn))) return null;
      standing = { ...standing, position: change.position, failureCount: 0, failingSince: null };
    }
    if (page.position === standing.position) return standing;
    const place = page.position;
    const isStill = await this.database.write(turn.actor, (tx) => advance(tx, standing, place));
    return isStill ? { ...standing, position: place } : null;
  }

  /** @returns whether it arrived, and the webhook still stands where it stood */
  private async sendChange(webhook: Webhook, change: Change, turn: Turn): Promise<boolean> {
    const body = JSON.stringify(change.envelope);
    const signed = { id: change.envelope.id, at: this.clock.now(), body };
    const signature = signaturesOf(signed, turn.secrets);
    const posting = { url: webhook.url, headers: headersOf(signed, signature), body };
    const answer = await post(posting, turn.sender);
    countAttempt(answer);
    const sent = { envelope: change.envelope, position: change.position, at: signed.at, signature, body };
    const attempt = { sent, answer };
    return this.database.write(turn.actor, (tx) =>
      answer.outcome === 'DELIVERED'
        ? this.noteSuccess(tx, webhook, attempt)
        : this.noteFailure(tx, webhook, attempt),
    );
  }

  private async noteSuccess(tx: EntityManager, webhook: Webhook, attempt: Attempt): Promise<boolean> {
    const { position: to, at } = attempt.sent;
    const isStill = await noteSuccess(tx, webhook, { to, at });
    await insertDelivery(tx, deliveryOf(webhook, attempt, null));
    return isStill;
  }

  private async noteFailure(tx: EntityManager, webhook: Webhook, attempt: Attempt): Promise<boolean> {
    const now = this.clock.now();
    const failingSince = webhook.failingSince ?? attempt.sent.at;
    const failureCount = webhook.failureCount + 1;
    const suspendedReason = this.reasonToSuspend(webhook, attempt.answer, { failingSince, now });
    const nextAttemptAt = suspendedReason ? null : new Date(now.getTime() + this.delayMs(failureCount));
    const { outcome } = attempt.answer;
    const failure = { outcome, at: now, failureCount, failingSince, nextAttemptAt, suspendedReason };
    const isStill = await noteFailure(tx, webhook, failure);
    await insertDelivery(tx, deliveryOf(webhook, attempt, nextAttemptAt));
    if (isStill && suspendedReason) await this.recordSuspension(tx, webhook);
    return false;
  }

  private reasonToSuspend(
    { areaCode }: Webhook,
    { outcome }: Answer,
    { failingSince, now }: { failingSince: Date; now: Date },
  ): SuspensionReason | null {
    if (outcome === 'GONE') return 'GONE';
    const patience = this.policies.book.valueAt('webhook.failure.suspension', { areaCode, on: now }).value;
    const failingMs = now.getTime() - failingSince.getTime();
    return failingMs >= durationMagnitude(patience) * MINUTE_MS ? 'FAILING' : null;
  }

  private delayMs(failures: number): number {
    const { WEBHOOK_RETRY_FIRST_S, WEBHOOK_RETRY_CEILING_S } = this.config;
    const firstMs = WEBHOOK_RETRY_FIRST_S * SECOND_MS;
    return delayMs({ firstMs, ceilingMs: WEBHOOK_RETRY_CEILING_S * SECOND_MS }, failures);
  }

  private async recordSuspension(tx: EntityManager, webhook: Webhook): Promise<void> {
    const [grant] = this.system.grants;
    if (!grant) throw new Error('The platform holds no post of its own.');
    const { id, departmentId, areaCode } = webhook;
    const data = { webhookId: id, departmentId, change: 'SUSPENDED' as const };
    const fact = { event: WebhookChanged, aggregateId: id, areaCode, grant, data };
    await this.journal.record(tx, this.system, fact);
  }
}

interface Attempt {
  readonly sent: {
    readonly envelope: DepartmentEnvelope;
    readonly position: number;
    readonly at: Date;
    readonly signature: string;
    readonly body: string;
  };
  readonly answer: Answer;
}

function deliveryOf(
  webhook: Webhook,
  { sent, answer }: Attempt,
  nextAttemptAt: Date | null,
): WebhookDelivery {
  return {
    ...answer,
    id: uuidv7(),
    webhookId: webhook.id,
    departmentId: webhook.departmentId,
    eventId: sent.envelope.id,
    gridEventId: sent.envelope.subject,
    position: sent.position,
    attempt: webhook.failureCount + 1,
    at: sent.at,
    nextAttemptAt,
    signature: sent.signature,
    bodyDigest: digestOf(sent.body),
  };
}
