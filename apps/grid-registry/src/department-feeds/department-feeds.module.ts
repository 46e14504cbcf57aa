import { Module } from '@nestjs/common';
import { GridEventViewsModule } from '../grid-event-views/grid-event-views.module.js';
import { DepartmentFeedReader } from './department-feed.reader.js';
import { SubscriptionMetrics } from './subscription-metrics.js';

@Module({
  imports: [GridEventViewsModule],
  providers: [DepartmentFeedReader, SubscriptionMetrics],
  exports: [DepartmentFeedReader, GridEventViewsModule],
})
export class DepartmentFeedsModule {}
