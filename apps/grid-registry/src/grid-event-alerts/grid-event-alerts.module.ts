import { Module } from '@nestjs/common';
import { GridEventViewsModule } from '../grid-event-views/grid-event-views.module.js';
import { AlertRaisingModule } from './alert-raising.module.js';
import { GridEventAlertsResolver } from './grid-event-alerts.resolver.js';
import { GridEventAlertsService } from './grid-event-alerts.service.js';

@Module({
  imports: [AlertRaisingModule, GridEventViewsModule],
  providers: [GridEventAlertsResolver, GridEventAlertsService],
  exports: [AlertRaisingModule],
})
export class GridEventAlertsModule {}
