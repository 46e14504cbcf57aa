import { Module } from '@nestjs/common';
import { PoliciesModule } from '../../policies/policies.module.js';
import { AreasModule } from '../areas.module.js';
import { AreaChangesResolver } from './area-changes.resolver.js';
import { AreaChangesService } from './area-changes.service.js';
import { AreaRevisionsService } from './area-revisions.service.js';

@Module({
  imports: [AreasModule, PoliciesModule],
  providers: [AreaChangesResolver, AreaChangesService, AreaRevisionsService],
})
export class AreaChangesModule {}
