import { Access, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { checkPageSize, CursorSigner, PageArgs, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { GridEventFeed } from '../grid-event-views/grid-event-feed.js';
import { findDeliveries } from './webhook-deliveries.queries.js';
import { WebhookDeliveryConnection, WebhookDeliveryModel, WebhookModel } from './webhook.model.js';
import type { WebhookDelivery } from './webhook.row.js';

const CURSOR = 'webhook-deliveries';

@Resolver(() => WebhookModel)
export class WebhookDeliveriesResolver {
  constructor(
    private readonly access: Access,
    private readonly cursors: CursorSigner,
    private readonly feed: GridEventFeed,
  ) {}

  @ResolveField(() => WebhookDeliveryConnection, {
    description: "The delivery log (投递日志), the latest first; for the department's own officers.",
  })
  async deliveries(
    @Parent() webhook: WebhookModel,
    @Args() page: PageArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<Connection<WebhookDeliveryModel>> {
    this.access.require(actor, 'readDeliveries', 'Webhook', { departmentId: webhook.departmentId });
    const first = checkPageSize(page.first);
    const [before = null] = this.cursors.verify(CURSOR, page.after) as string[];
    const rows = await scope.read((tx) => findDeliveries(tx, webhook.id, { first, before }));
    const toNode = ({ position, ...delivery }: WebhookDelivery): WebhookDeliveryModel => ({
      ...delivery,
      cursor: this.feed.cursorOf(position),
    });
    const cursorOf = ({ id }: WebhookDelivery): string => this.cursors.sign(CURSOR, [id]);
    return toConnection(rows, { first, after: page.after, cursorOf, toNode });
  }
}
