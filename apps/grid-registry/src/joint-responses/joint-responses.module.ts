import { Module } from '@nestjs/common';
import { GridEventCommandsModule } from '../grid-event-commands/grid-event-commands.module.js';
import { GridEventViewsModule } from '../grid-event-views/grid-event-views.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import {
  GridEventJointResponseResolver,
  JointResponseAssignmentsResolver,
} from './joint-response-assignments.resolver.js';
import { JointResponsesResolver } from './joint-responses.resolver.js';
import { JointResponsesService } from './joint-responses.service.js';

@Module({
  imports: [GridEventCommandsModule, GridEventViewsModule, PoliciesModule],
  providers: [
    GridEventJointResponseResolver,
    JointResponseAssignmentsResolver,
    JointResponsesResolver,
    JointResponsesService,
  ],
})
export class JointResponsesModule {}
