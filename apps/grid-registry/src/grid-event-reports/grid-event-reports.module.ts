import { Module } from '@nestjs/common';
import { DepartmentsModule } from '../departments/departments.module.js';
import { DisclosuresModule } from '../disclosures/disclosures.module.js';
import { EmergenciesModule } from '../emergencies/emergencies.module.js';
import { GridEventAlertsModule } from '../grid-event-alerts/grid-event-alerts.module.js';
import { GridEventCommandsModule } from '../grid-event-commands/grid-event-commands.module.js';
import { GridEventDuplicatesModule } from '../grid-event-duplicates/grid-event-duplicates.module.js';
import { GridsModule } from '../grids/grids.module.js';
import { OutsideNumbersModule } from '../outside-numbers/outside-numbers.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { Concerns } from './concerns/concerns.js';
import { GridEventReportingService } from './grid-event-reporting.service.js';
import { GridEventReportsResolver } from './grid-event-reports.resolver.js';
import { ReportStatusResolver } from './slips/report-status.resolver.js';
import { SlipCommands } from './slips/slip-commands.js';
import { SlipHolders } from './slips/slip-holders.js';
import { Slips } from './slips/slips.js';

@Module({
  imports: [
    DepartmentsModule,
    DisclosuresModule,
    EmergenciesModule,
    GridEventAlertsModule,
    GridEventCommandsModule,
    GridEventDuplicatesModule,
    GridsModule,
    OutsideNumbersModule,
    PoliciesModule,
  ],
  providers: [
    Concerns,
    GridEventReportingService,
    GridEventReportsResolver,
    ReportStatusResolver,
    SlipCommands,
    SlipHolders,
    Slips,
  ],
  exports: [SlipCommands, SlipHolders, Slips],
})
export class GridEventReportsModule {}
