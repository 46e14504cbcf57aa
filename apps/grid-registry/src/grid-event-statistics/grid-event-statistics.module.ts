import { Module } from '@nestjs/common';
import { DepartmentsModule } from '../departments/departments.module.js';
import { GridsModule } from '../grids/grids.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import {
  AreaGridEventStatisticsResolver,
  GridEventStatisticsResolver,
} from './grid-event-statistics.resolver.js';
import { StatisticsAccess } from './statistics.access.js';
import { GridEventStatisticsReader } from './statistics.reader.js';
import { GridEventStatisticsTables } from './statistics.tables.js';

@Module({
  imports: [DepartmentsModule, GridsModule, PoliciesModule],
  providers: [
    AreaGridEventStatisticsResolver,
    GridEventStatisticsReader,
    GridEventStatisticsResolver,
    GridEventStatisticsTables,
    StatisticsAccess,
  ],
})
export class GridEventStatisticsModule {}
