import { Module } from '@nestjs/common';
import { AreasModule } from '../areas/areas.module.js';
import { GridEventCommandsModule } from '../grid-event-commands/grid-event-commands.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { FollowUpSamplesResolver } from './follow-up-samples.resolver.js';
import { FollowUpSamplesService } from './follow-up-samples.service.js';

@Module({
  imports: [AreasModule, GridEventCommandsModule, PoliciesModule],
  providers: [FollowUpSamplesResolver, FollowUpSamplesService],
})
export class FollowUpSamplesModule {}
