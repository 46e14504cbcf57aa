import { Module } from '@nestjs/common';
import { DepartmentsModule } from '../departments/departments.module.js';
import { GridEventCommandsModule } from '../grid-event-commands/grid-event-commands.module.js';
import { GridEventReportsModule } from '../grid-event-reports/grid-event-reports.module.js';
import { GridEventKindsResolver } from './grid-event-kinds.resolver.js';
import { GridEventKindsService } from './grid-event-kinds.service.js';
import { RefusalAppealsResolver } from './refusal-appeals.resolver.js';
import { RefusalAppealsService } from './refusal-appeals.service.js';

@Module({
  imports: [DepartmentsModule, GridEventCommandsModule, GridEventReportsModule],
  providers: [GridEventKindsResolver, GridEventKindsService, RefusalAppealsResolver, RefusalAppealsService],
})
export class GridEventKindsModule {}
