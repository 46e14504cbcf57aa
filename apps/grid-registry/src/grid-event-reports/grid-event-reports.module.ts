import { Module } from '@nestjs/common';
import { DepartmentsModule } from '../departments/departments.module.js';
import { DisclosuresModule } from '../disclosures/disclosures.module.js';
import { GridEventCommandsModule } from '../grid-event-commands/grid-event-commands.module.js';
import { GridEventDuplicatesModule } from '../grid-event-duplicates/grid-event-duplicates.module.js';
import { GridsModule } from '../grids/grids.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { Concerns } from './concerns.js';
import { GridEventReportingService } from './grid-event-reporting.service.js';
import { GridEventReportsResolver } from './grid-event-reports.resolver.js';
import { ReportStatusResolver } from './report-status.resolver.js';
import { SlipHolders } from './slip-holders.js';
import { Slips } from './slips.js';

@Module({
  imports: [
    DepartmentsModule,
    DisclosuresModule,
    GridEventCommandsModule,
    GridEventDuplicatesModule,
    GridsModule,
    PoliciesModule,
  ],
  providers: [
    Concerns,
    GridEventReportingService,
    GridEventReportsResolver,
    ReportStatusResolver,
    SlipHolders,
    Slips,
  ],
  exports: [SlipHolders, Slips],
})
export class GridEventReportsModule {}
