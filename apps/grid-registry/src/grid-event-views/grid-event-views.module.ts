import { Module } from '@nestjs/common';
import { GridsModule } from '../grids/grids.module.js';
import { FeedAudience } from './audience/feed-audience.js';
import { GridEventFeed } from './grid-event-feed.js';
import { GridEventFeedResolver } from './grid-event-feed.resolver.js';
import { GridEventHistory } from './grid-event-history.js';
import { GridEventsReader } from './grid-events.reader.js';
import { AreaGridEventsResolver, GridEventsResolver } from './grid-events.resolver.js';

@Module({
  imports: [GridsModule],
  providers: [
    AreaGridEventsResolver,
    FeedAudience,
    GridEventFeed,
    GridEventFeedResolver,
    GridEventHistory,
    GridEventsReader,
    GridEventsResolver,
  ],
  exports: [GridEventFeed, GridEventsReader],
})
export class GridEventViewsModule {}
