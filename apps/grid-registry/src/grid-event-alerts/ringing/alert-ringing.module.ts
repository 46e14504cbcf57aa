import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { GridEventAlertsModule } from '../grid-event-alerts.module.js';
import { AlertMetrics } from './alert-metrics.js';
import { AlertRingingService } from './alert-ringing.service.js';
import { ALERT_TIMER_OPTIONS, AlertTimer } from './alert-timer.js';
import type { AlertTimerOptions } from './alert-timer.js';

/** Starts the timer with the application and stops it before it ends. */
@Module({})
export class AlertRingingModule {
  static forRoot(options: AlertTimerOptions): DynamicModule {
    return {
      module: AlertRingingModule,
      imports: [GridEventAlertsModule],
      providers: [
        { provide: ALERT_TIMER_OPTIONS, useValue: options },
        AlertMetrics,
        AlertRingingService,
        AlertTimer,
      ],
    };
  }
}
