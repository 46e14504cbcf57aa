import { Module } from '@nestjs/common';
import { ProgrammeReader } from './programme/programme.reader.js';
import { ProgrammeResolver } from './programme/programme.resolver.js';
import { ProjectStatisticsReader } from './statistics/statistics.reader.js';
import {
  AreaProjectStatisticsResolver,
  ProjectStatisticsResolver,
} from './statistics/statistics.resolver.js';

/** Who looks after small public works: checks, audits, remarks, progress, statistics and the register. */
@Module({
  providers: [
    AreaProjectStatisticsResolver,
    ProgrammeReader,
    ProgrammeResolver,
    ProjectStatisticsReader,
    ProjectStatisticsResolver,
  ],
})
export class OversightModule {}
