import { Module } from '@nestjs/common';
import { GridEventViewsModule } from '../grid-event-views/grid-event-views.module.js';
import { DepartmentFeedReader } from './department-feed.reader.js';

@Module({
  imports: [GridEventViewsModule],
  providers: [DepartmentFeedReader],
  exports: [DepartmentFeedReader, GridEventViewsModule],
})
export class DepartmentFeedsModule {}
