import { Module } from '@nestjs/common';
import { GridEventCommandsModule } from '../grid-event-commands/grid-event-commands.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { EmergenciesResolver } from './emergencies.resolver.js';
import { EmergenciesService } from './emergencies.service.js';
import { EmergencyNotices } from './emergency-notices.js';

@Module({
  imports: [GridEventCommandsModule, PoliciesModule],
  providers: [EmergenciesResolver, EmergenciesService, EmergencyNotices],
  exports: [EmergencyNotices],
})
export class EmergenciesModule {}
