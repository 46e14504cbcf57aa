import { Module } from '@nestjs/common';
import { GridEventViewsModule } from '../grid-event-views/grid-event-views.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { AlertRaisingService } from './alert-raising.service.js';
import { AlertTerms } from './alert-terms.js';
import { GridEventAlertsResolver } from './grid-event-alerts.resolver.js';
import { GridEventAlertsService } from './grid-event-alerts.service.js';

@Module({
  imports: [GridEventViewsModule, PoliciesModule],
  providers: [AlertRaisingService, AlertTerms, GridEventAlertsResolver, GridEventAlertsService],
  exports: [AlertRaisingService, AlertTerms],
})
export class GridEventAlertsModule {}
