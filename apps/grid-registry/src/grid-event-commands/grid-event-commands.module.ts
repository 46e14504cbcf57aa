import { Module } from '@nestjs/common';
import { DepartmentsModule } from '../departments/departments.module.js';
import { AlertRaisingModule } from '../grid-event-alerts/alert-raising.module.js';
import { GridsModule } from '../grids/grids.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { Deadlines } from './deadlines.js';
import { EventCommands } from './event-commands.js';
import { GridEventClosingService } from './grid-event-closing.service.js';
import { GridEventCommandsResolver } from './grid-event-commands.resolver.js';
import { GridEventHandlingService } from './grid-event-handling.service.js';
import { GridEventSteps } from './grid-event-steps.js';
import { ScoredBodies } from './scored-bodies.js';
import { MergedReports } from './merged-reports.js';
import { Words } from './words.js';

@Module({
  imports: [AlertRaisingModule, DepartmentsModule, GridsModule, PoliciesModule],
  providers: [
    Deadlines,
    GridEventClosingService,
    GridEventCommandsResolver,
    GridEventHandlingService,
    EventCommands,
    GridEventSteps,
    MergedReports,
    ScoredBodies,
    Words,
  ],
  exports: [Deadlines, EventCommands, GridEventSteps, MergedReports, ScoredBodies, Words],
})
export class GridEventCommandsModule {}
