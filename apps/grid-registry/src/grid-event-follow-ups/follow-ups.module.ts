import { Module } from '@nestjs/common';
import { GridEventCommandsModule } from '../grid-event-commands/grid-event-commands.module.js';
import { GridEventReportsModule } from '../grid-event-reports/grid-event-reports.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { FollowUpsResolver } from './follow-ups.resolver.js';
import { FollowUpsService } from './follow-ups.service.js';

@Module({
  imports: [GridEventCommandsModule, GridEventReportsModule, PoliciesModule],
  providers: [FollowUpsResolver, FollowUpsService],
})
export class FollowUpsModule {}
