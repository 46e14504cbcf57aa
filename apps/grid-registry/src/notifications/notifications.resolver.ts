import { CurrentActor, CurrentScope, SignedIn } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { checkPageSize, CursorSigner, PageArgs, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { GridEventModel, toGridEventModel } from '../grid-events/grid-event.model.js';
import { GridEventsReader } from '../grid-event-views/grid-events.reader.js';
import { NotificationConnection, NotificationModel } from './notification.model.js';
import { findNotificationsOf } from './notifications.queries.js';
import type { Notification } from './notifications.queries.js';

const CURSOR = 'notifications';

@Resolver(() => NotificationModel)
export class NotificationsResolver {
  constructor(
    private readonly cursors: CursorSigner,
    private readonly events: GridEventsReader,
  ) {}

  @Query(() => NotificationConnection, { description: 'What the caller was told (反馈通知), newest first.' })
  @SignedIn()
  async myNotifications(
    @Args() page: PageArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<Connection<NotificationModel>> {
    const first = checkPageSize(page.first);
    const after = this.cursors.verify(CURSOR, page.after);
    const rows = await scope.read((tx) =>
      findNotificationsOf(tx, { recipient: actor.subject, first, after }),
    );
    const cursorOf = (row: Notification): string =>
      this.cursors.sign(CURSOR, [row.notifiedAt.toISOString(), row.id]);
    return toConnection(rows, { first, after: page.after, cursorOf, toNode: (row) => ({ ...row }) });
  }

  @ResolveField(() => GridEventModel, {
    nullable: true,
    description: 'The event, where the caller may see it.',
  })
  async gridEvent(
    @Parent() notification: NotificationModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<GridEventModel | null> {
    const event = await this.events.load(scope, actor, notification.gridEventId);
    return event && toGridEventModel(event);
  }
}
