import { Module } from '@nestjs/common';
import { GridEventCommandsModule } from '../grid-event-commands/grid-event-commands.module.js';
import { GridEventViewsModule } from '../grid-event-views/grid-event-views.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { MergedEventsResolver } from './merged-events.resolver.js';
import { GridEventMergingResolver } from './merging.resolver.js';
import { GridEventMergingService } from './merging.service.js';

@Module({
  imports: [GridEventCommandsModule, GridEventViewsModule, PoliciesModule],
  providers: [GridEventMergingResolver, GridEventMergingService, MergedEventsResolver],
})
export class GridEventMergingModule {}
