import { connectionOf } from '@lianxin/service-kit';
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { GridEventCategoryEnum } from '../departments/department.model.js';
import type { GridEventCategory } from '../departments/department.model.js';
import { enumOf } from '../enum-of.js';
import { GridEventKindEnum } from '../grid-events/grid-event.enums.js';
import type { GridEventKind } from '../grid-events/entity/grid-event.row.js';
import { DELIVERY_OUTCOMES } from './delivery/webhook-sender.js';
import type { DeliveryOutcome } from './delivery/webhook-sender.js';
import { SUSPENSION_REASONS, WEBHOOK_STATUSES } from './webhook.row.js';
import type { SuspensionReason, Webhook, WebhookStatus } from './webhook.row.js';

export const WebhookStatusEnum = enumOf(WEBHOOK_STATUSES);
registerEnumType(WebhookStatusEnum, {
  name: 'WebhookStatus',
  description: 'Whether a webhook is sent changes (推送状态).',
  valuesMap: {
    ACTIVE: { description: 'It is (运行).' },
    PAUSED: { description: 'Somebody paused it (已停用); its place is kept.' },
    SUSPENDED: {
      description: 'The platform gave up on it until somebody resumes it (已中止); its place is kept.',
    },
    REMOVED: { description: 'It is gone (已删除).' },
  },
});

export const SuspensionReasonEnum = enumOf(SUSPENSION_REASONS);
registerEnumType(SuspensionReasonEnum, {
  name: 'WebhookSuspensionReason',
  description: 'Why the platform gave up on an endpoint (中止原因).',
  valuesMap: {
    FAILING: { description: 'Nothing arrived for as long as the policy says (连续失败).' },
    GONE: { description: 'It answered 410: it wants no more (已撤销).' },
  },
});

export const DeliveryOutcomeEnum = enumOf(DELIVERY_OUTCOMES);
registerEnumType(DeliveryOutcomeEnum, {
  name: 'WebhookDeliveryOutcome',
  description: 'What one attempt came to (投递结果).',
  valuesMap: {
    DELIVERED: { description: 'The endpoint answered 2xx (已送达).' },
    STATUS: { description: 'It answered with an error (状态码错误).' },
    GONE: { description: 'It answered 410 (已撤销).' },
    REDIRECTED: { description: 'It answered 3xx, which is not followed (重定向).' },
    TIMED_OUT: { description: 'It did not answer in time (超时).' },
    UNREACHABLE: { description: 'No connection, or one that broke off (无法连接).' },
    ADDRESS_REFUSED: { description: 'Its name leads to an address that is not public (地址被拒).' },
  },
});

@ObjectType('WebhookDelivery', { description: 'One attempt to send one change (投递记录).' })
export class WebhookDeliveryModel {
  @Field(() => ID, { description: 'Of the attempt (编号).' })
  id: string;

  @Field(() => ID, { description: 'Of the change: `webhook-id` and the id of the CloudEvent (变更编号).' })
  eventId: string;

  @Field(() => ID, { description: 'The grid event (网格事件).' })
  gridEventId: string;

  @Field({ description: 'The place of the change: replay, feed and subscription go on after it (游标).' })
  cursor: string;

  @Field(() => Int, { description: '1 for the first attempt, 2 for the next one, and so on (次数).' })
  attempt: number;

  @Field({ description: 'When (时间).' })
  at: Date;

  @Field(() => Int, { description: 'How long it took (耗时，毫秒).' })
  durationMs: number;

  @Field(() => DeliveryOutcomeEnum, { description: 'What it came to (结果).' })
  outcome: DeliveryOutcome;

  @Field(() => Int, {
    nullable: true,
    description: 'The status that was answered; null without an answer (状态码).',
  })
  statusCode: number | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it is tried again; null if it is not (下次投递时间).',
  })
  nextAttemptAt: Date | null;

  @Field({ description: 'Proof: the signatures as sent in `webhook-signature` (签名).' })
  signature: string;

  @Field({ description: 'Proof: digest of the body as sent (正文摘要).' })
  bodyDigest: string;

  @Field(() => String, {
    nullable: true,
    description: 'Digest of the first 16 KiB that were answered; null without an answer (应答摘要).',
  })
  answerDigest: string | null;
}

export const WebhookDeliveryConnection = connectionOf(WebhookDeliveryModel, 'WebhookDelivery');

@ObjectType('Webhook', { description: "An endpoint that a department's changes are sent to (推送订阅)." })
export class WebhookModel {
  @Field(() => ID, { description: 'Immutable (编号).' })
  id: string;

  @Field(() => ID, { description: 'The department whose changes are sent (部门).' })
  departmentId: string;

  @Field({ description: 'Where to (推送地址).' })
  url: string;

  @Field(() => String, {
    nullable: true,
    description: 'Only changes inside this area (区划代码); null for all.',
  })
  areaCode: string | null;

  @Field(() => [GridEventCategoryEnum], { nullable: true, description: 'Only these categories (事件类别).' })
  categories: GridEventCategory[] | null;

  @Field(() => [GridEventKindEnum], { nullable: true, description: 'Only these kinds (事件类型).' })
  kinds: GridEventKind[] | null;

  @Field(() => WebhookStatusEnum, { description: 'Whether it is sent changes (状态).' })
  status: WebhookStatus;

  @Field(() => SuspensionReasonEnum, {
    nullable: true,
    description: 'Why the platform gave up on it (中止原因).',
  })
  suspendedReason: SuspensionReason | null;

  @Field(() => Date, { nullable: true, description: 'Since when it is suspended (中止时间).' })
  suspendedAt: Date | null;

  @Field({ description: 'Everything up to here was delivered (游标).' })
  cursor: string;

  @Field(() => Int, { description: 'Failures since the last success (连续失败次数).' })
  failureCount: number;

  @Field(() => Date, { nullable: true, description: 'The first of these failures (开始失败时间).' })
  failingSince: Date | null;

  @Field(() => Date, { nullable: true, description: 'Not before this is it tried again (下次投递时间).' })
  nextAttemptAt: Date | null;

  @Field(() => DeliveryOutcomeEnum, {
    nullable: true,
    description: 'What the last attempt came to (最近结果).',
  })
  lastOutcome: DeliveryOutcome | null;

  @Field(() => Date, { nullable: true, description: 'When the last attempt was (最近投递时间).' })
  lastAttemptAt: Date | null;

  @Field({ description: 'When it was defined (设置时间).' })
  definedAt: Date;
}

@ObjectType('IssuedWebhook', {
  description: 'A webhook together with a secret that was made for it (推送订阅与密钥).',
})
export class IssuedWebhookModel {
  @Field(() => WebhookModel, { description: 'The webhook (推送订阅).' })
  webhook: WebhookModel;

  @Field(() => String, {
    nullable: true,
    description:
      'The secret that signs (密钥), `whsec_…`; shown this once. Null when the same command is sent again: rotate to have another.',
  })
  secret: string | null;
}

export const toWebhookModel = (
  { position, onlyAreaCode, areaCode: _areaCode, generation: _generation, ...webhook }: Webhook,
  cursorOf: (position: number) => string,
): WebhookModel => ({
  ...webhook,
  areaCode: onlyAreaCode === '' ? null : onlyAreaCode,
  cursor: cursorOf(position),
});
