import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import type { CommandInput } from '@lianxin/service-kit';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { GridEventFeed } from '../grid-event-views/grid-event-feed.js';
import { DefineWebhookInput, ReplayWebhookInput, WebhookInput } from './webhook.inputs.js';
import { IssuedWebhookModel, toWebhookModel, WebhookModel } from './webhook.model.js';
import type { Webhook } from './webhook.row.js';
import { WebhooksService } from './webhooks.service.js';
import type { IssuedWebhook } from './webhooks.service.js';

interface Act<T> {
  readonly mutation: string;
  readonly input: CommandInput;
  readonly aggregateId: string;
  readonly first: (tx: EntityManager) => Promise<T>;
}

@Resolver(() => WebhookModel)
export class WebhooksResolver {
  constructor(
    private readonly commands: Commands,
    private readonly webhooks: WebhooksService,
    private readonly feed: GridEventFeed,
  ) {}

  @Query(() => [WebhookModel], {
    name: 'webhooks',
    description: "A department's webhooks (推送订阅); at most 20.",
  })
  @Allow('stop', 'Webhook')
  async webhooksOf(
    @Args('departmentId', { type: () => ID, description: 'The department (部门).' }) departmentId: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<WebhookModel[]> {
    const found = await scope.read((tx) => this.webhooks.findWebhooks(tx, actor, departmentId));
    return found.map((webhook) => this.toModel(webhook));
  }

  @Query(() => WebhookModel, { description: 'One webhook (推送订阅).' })
  @Allow('stop', 'Webhook')
  async webhook(
    @Args('id', { type: () => ID, description: 'Its id (编号).' }) id: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<WebhookModel> {
    return this.toModel(await scope.read((tx) => this.webhooks.getWebhook(tx, actor, id)));
  }

  @Mutation(() => IssuedWebhookModel, {
    description:
      "Has a department's changes sent to an endpoint from now on (设置推送); the secret is shown this once.",
  })
  @Allow('manage', 'Webhook')
  defineWebhook(
    @CurrentActor() actor: Actor,
    @Args('input') input: DefineWebhookInput,
  ): Promise<IssuedWebhookModel> {
    const id = uuidv7();
    const first = (tx: EntityManager): Promise<IssuedWebhook> =>
      this.webhooks.defineWebhook(tx, actor, id, input);
    return this.issue(actor, { mutation: 'defineWebhook', input, aggregateId: id, first });
  }

  @Mutation(() => WebhookModel, { description: 'Sends nothing more until it is resumed (停用推送).' })
  @Allow('stop', 'Webhook')
  pauseWebhook(@CurrentActor() actor: Actor, @Args('input') input: WebhookInput): Promise<WebhookModel> {
    const first = (tx: EntityManager): Promise<Webhook> => this.webhooks.pauseWebhook(tx, actor, input);
    return this.act(actor, { mutation: 'pauseWebhook', input, aggregateId: input.webhookId, first });
  }

  @Mutation(() => WebhookModel, {
    description: 'Goes on where it was paused or suspended, with everything since (恢复推送).',
  })
  @Allow('manage', 'Webhook')
  resumeWebhook(@CurrentActor() actor: Actor, @Args('input') input: WebhookInput): Promise<WebhookModel> {
    const first = (tx: EntityManager): Promise<Webhook> => this.webhooks.resumeWebhook(tx, actor, input);
    return this.act(actor, { mutation: 'resumeWebhook', input, aggregateId: input.webhookId, first });
  }

  @Mutation(() => WebhookModel, { description: 'Sends everything after a cursor once more (重新推送).' })
  @Allow('manage', 'Webhook')
  replayWebhook(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReplayWebhookInput,
  ): Promise<WebhookModel> {
    const first = (tx: EntityManager): Promise<Webhook> => this.webhooks.replayWebhook(tx, actor, input);
    return this.act(actor, { mutation: 'replayWebhook', input, aggregateId: input.webhookId, first });
  }

  @Mutation(() => IssuedWebhookModel, {
    description:
      'Makes a new secret (更换密钥), shown this once; the old one signs beside it for as long as the policy says.',
  })
  @Allow('manage', 'Webhook')
  rotateWebhookSecret(
    @CurrentActor() actor: Actor,
    @Args('input') input: WebhookInput,
  ): Promise<IssuedWebhookModel> {
    const first = (tx: EntityManager): Promise<IssuedWebhook> =>
      this.webhooks.rotateWebhookSecret(tx, actor, input);
    return this.issue(actor, { mutation: 'rotateWebhookSecret', input, aggregateId: input.webhookId, first });
  }

  @Mutation(() => WebhookModel, { description: 'Ends a webhook for good (删除推送).' })
  @Allow('stop', 'Webhook')
  removeWebhook(@CurrentActor() actor: Actor, @Args('input') input: WebhookInput): Promise<WebhookModel> {
    const first = (tx: EntityManager): Promise<Webhook> => this.webhooks.removeWebhook(tx, actor, input);
    return this.act(actor, { mutation: 'removeWebhook', input, aggregateId: input.webhookId, first });
  }

  private async act(actor: Actor, act: Act<Webhook>): Promise<WebhookModel> {
    const repeat = (tx: EntityManager, id: string): Promise<Webhook> =>
      this.webhooks.getWebhook(tx, actor, id);
    return this.toModel(await this.commands.run(actor, { ...act, repeat }));
  }

  /** A secret is never told twice: the repeat of a command answers without it. */
  private async issue(actor: Actor, act: Act<IssuedWebhook>): Promise<IssuedWebhookModel> {
    const { webhook, secret } = await this.commands.run<IssuedWebhook>(actor, {
      ...act,
      repeat: async (tx, id) => ({ webhook: await this.webhooks.getWebhook(tx, actor, id), secret: null }),
    });
    return { webhook: this.toModel(webhook), secret };
  }

  private toModel(webhook: Webhook): WebhookModel {
    return toWebhookModel(webhook, (position) => this.feed.cursorOf(position));
  }
}
