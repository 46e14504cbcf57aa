import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType } from '@nestjs/graphql';
import { GridEventCategoryEnum } from '../departments/department.model.js';
import type { GridEventCategory } from '../departments/department.model.js';
import { GridEventKindEnum } from '../grid-events/grid-event.enums.js';
import type { GridEventKind } from '../grid-events/entity/grid-event.row.js';

@InputType({ description: 'An endpoint (推送地址) to send changes to.' })
export class DefineWebhookInput extends CommandInput {
  @Field(() => ID, { description: 'The department whose changes are sent (部门).' })
  departmentId: string;

  @Field({ description: 'Where to: an https address (推送地址).' })
  url: string;

  @Field(() => String, { nullable: true, description: 'Only changes inside this area or grid (区划代码).' })
  areaCode?: string | null;

  @Field(() => [GridEventCategoryEnum], { nullable: true, description: 'Only these categories (事件类别).' })
  categories?: GridEventCategory[] | null;

  @Field(() => [GridEventKindEnum], { nullable: true, description: 'Only these kinds (事件类型).' })
  kinds?: GridEventKind[] | null;
}

@InputType({ description: 'A webhook to act on (推送订阅).' })
export class WebhookInput extends CommandInput {
  @Field(() => ID, { description: 'The webhook (推送订阅).' })
  webhookId: string;
}

@InputType({ description: 'A webhook to send changes to once more (重新推送).' })
export class ReplayWebhookInput extends WebhookInput {
  @Field({
    description: 'Everything after this cursor is sent again (游标); any of feed, subscription or delivery.',
  })
  after: string;
}
