import { Module } from '@nestjs/common';
import { MeetingsModule } from '../decisions/meetings.module.js';
import { DisclosuresModule } from '../disclosures/disclosures.module.js';
import { ProjectViewsModule } from '../project-views/project-views.module.js';
import { PlanItems } from '../plan-items/plan-items.js';
import { PlanningService } from './planning.service.js';
import { PlanItemsResolver, PlansResolver } from './plans.resolver.js';

@Module({
  imports: [DisclosuresModule, MeetingsModule, ProjectViewsModule],
  providers: [PlanItems, PlanItemsResolver, PlanningService, PlansResolver],
})
export class PlansModule {}
