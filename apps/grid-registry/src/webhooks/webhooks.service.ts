import { Access } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { WebhookChanged, WebhookDefined } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { durationMagnitude } from '@lianxin/policy';
import { checkUuid, Clock, NotFoundError } from '@lianxin/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DepartmentsService } from '../departments/departments.service.js';
import { GridEventFeed } from '../grid-event-views/grid-event-feed.js';
import { GridsService } from '../grids/grids.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { AddressPolicy } from './delivery/address-policy.js';
import { WEBHOOK_CONFIG } from './webhook.config.js';
import type { WebhookConfig } from './webhook.config.js';
import { TooManyWebhooksError, WebhookNotRunningError, WebhookRunningError } from './webhook.errors.js';
import type { DefineWebhookInput, ReplayWebhookInput, WebhookInput } from './webhook.inputs.js';
import { checkWebhookUrl } from './webhook-url.js';
import { WebhookSecrets } from './webhook-secrets.js';
import type { Webhook } from './webhook.row.js';
import {
  findWebhook,
  findWebhooksOf,
  insertWebhook,
  lockWebhook,
  lockWebhooksOf,
  MAX_WEBHOOKS,
  setActive,
  setPosition,
  setStatus,
} from './webhooks.queries.js';

const SUBJECT = 'Webhook';
const MINUTE_MS = 60_000;

export interface IssuedWebhook {
  readonly webhook: Webhook;
  readonly secret: string | null;
}

type Change = 'PAUSED' | 'RESUMED' | 'SECRET_ROTATED' | 'REPLAYED' | 'REMOVED';

/** What is done to a department's endpoints by those who look after them. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly access: Access,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly departments: DepartmentsService,
    private readonly grids: GridsService,
    private readonly policies: PoliciesService,
    private readonly feed: GridEventFeed,
    private readonly secrets: WebhookSecrets,
    private readonly addresses: AddressPolicy,
    @Inject(WEBHOOK_CONFIG) private readonly config: WebhookConfig,
  ) {}

  async defineWebhook(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: DefineWebhookInput,
  ): Promise<IssuedWebhook> {
    const department = await this.departments.getDepartment(tx, input.departmentId);
    const place = { departmentId: department.id, areaCode: department.areaCode };
    const grant = this.access.require(actor, 'manage', SUBJECT, place);
    const url = checkWebhookUrl(input.url, this.config, this.addresses);
    const onlyAreaCode = input.areaCode ?? '';
    if (onlyAreaCode !== '') await this.grids.getPlace(tx, onlyAreaCode);
    await lockWebhooksOf(tx, department.id);
    if ((await findWebhooksOf(tx, department.id)).length >= MAX_WEBHOOKS)
      throw new TooManyWebhooksError(MAX_WEBHOOKS);
    const { categories = null, kinds = null } = input;
    const now = this.clock.now();
    await insertWebhook(tx, { id, ...place, url, onlyAreaCode, categories, kinds, definedAt: now });
    const secret = await this.secrets.issue(tx, id, now);
    const { areaCode, departmentId } = place;
    const data = { webhookId: id, departmentId, areaCode };
    const fact = { event: WebhookDefined, aggregateId: id, areaCode, grant, data, isFirst: true };
    await this.journal.record(tx, actor, fact);
    return { webhook: await this.getWebhook(tx, actor, id), secret };
  }

  async pauseWebhook(tx: EntityManager, actor: Actor, input: WebhookInput): Promise<Webhook> {
    const { webhook, grant } = await this.take(tx, actor, input.webhookId, 'stop');
    if (webhook.status !== 'ACTIVE') throw new WebhookNotRunningError();
    await setStatus(tx, webhook.id, 'PAUSED');
    return this.changed(tx, actor, { webhook, grant, change: 'PAUSED' });
  }

  /** Goes on exactly where it stood, whoever stopped it. */
  async resumeWebhook(tx: EntityManager, actor: Actor, input: WebhookInput): Promise<Webhook> {
    const { webhook, grant } = await this.take(tx, actor, input.webhookId);
    if (webhook.status === 'ACTIVE') throw new WebhookRunningError();
    await setActive(tx, webhook.id);
    return this.changed(tx, actor, { webhook, grant, change: 'RESUMED' });
  }

  /** @throws InvalidCursorError */
  async replayWebhook(tx: EntityManager, actor: Actor, input: ReplayWebhookInput): Promise<Webhook> {
    const { webhook, grant } = await this.take(tx, actor, input.webhookId);
    await setPosition(tx, webhook.id, this.feed.positionOf(input.after));
    return this.changed(tx, actor, { webhook, grant, change: 'REPLAYED' });
  }

  async rotateWebhookSecret(tx: EntityManager, actor: Actor, input: WebhookInput): Promise<IssuedWebhook> {
    const { webhook, grant } = await this.take(tx, actor, input.webhookId);
    const now = this.clock.now();
    const question = { areaCode: webhook.areaCode, on: now };
    const overlap = this.policies.book.valueAt('webhook.secret.overlap', question).value;
    const until = new Date(now.getTime() + durationMagnitude(overlap) * MINUTE_MS);
    await this.secrets.retire(tx, webhook.id, { now, until });
    const secret = await this.secrets.issue(tx, webhook.id, now);
    return { webhook: await this.changed(tx, actor, { webhook, grant, change: 'SECRET_ROTATED' }), secret };
  }

  /** Its log stays until it is swept; its secrets are forgotten at once. */
  async removeWebhook(tx: EntityManager, actor: Actor, input: WebhookInput): Promise<Webhook> {
    const { webhook, grant } = await this.take(tx, actor, input.webhookId, 'stop');
    await setStatus(tx, webhook.id, 'REMOVED');
    await this.secrets.forget(tx, webhook.id);
    return this.changed(tx, actor, { webhook, grant, change: 'REMOVED' });
  }

  async findWebhooks(tx: EntityManager, actor: Actor, departmentId: string): Promise<Webhook[]> {
    const department = await this.departments.getDepartment(tx, departmentId);
    const place = { departmentId: department.id, areaCode: department.areaCode };
    this.access.require(actor, 'stop', SUBJECT, place);
    return findWebhooksOf(tx, department.id);
  }

  /** @throws NotFoundError also for what one may not see */
  async getWebhook(tx: EntityManager, actor: Actor, id: string): Promise<Webhook> {
    return this.found(actor, id, await findWebhook(tx, checkUuid(id, 'webhookId')), 'stop').webhook;
  }

  private async take(
    tx: EntityManager,
    actor: Actor,
    id: string,
    action: Action = 'manage',
  ): Promise<Managed> {
    const { webhook } = this.found(actor, id, await lockWebhook(tx, checkUuid(id, 'webhookId')), 'stop');
    return { webhook, grant: this.access.require(actor, action, SUBJECT, webhook) };
  }

  private found(actor: Actor, id: string, webhook: Webhook | null, action: Action): Managed {
    const grant = webhook && this.access.findGrant(actor, action, SUBJECT, webhook);
    if (!webhook || !grant) throw new NotFoundError(SUBJECT, id);
    return { webhook, grant };
  }

  private async changed(tx: EntityManager, actor: Actor, { webhook, grant, change }: Done): Promise<Webhook> {
    const { id, departmentId, areaCode } = webhook;
    const data = { webhookId: id, departmentId, change };
    await this.journal.record(tx, actor, { event: WebhookChanged, aggregateId: id, areaCode, grant, data });
    return this.getWebhook(tx, actor, id);
  }
}

/** To say where events are sent, or to see that there is an endpoint and stop it. */
type Action = 'manage' | 'stop';

interface Managed {
  readonly webhook: Webhook;
  readonly grant: Grant;
}

interface Done extends Managed {
  readonly change: Change;
}
