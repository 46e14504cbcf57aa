import { Module } from '@nestjs/common';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import { SpecialAuditsResolver } from './audits/special-audits.resolver.js';
import { SpecialAuditsService } from './audits/special-audits.service.js';
import { ChecksResolver } from './checks/checks.resolver.js';
import { ChecksService } from './checks/checks.service.js';
import { ProgrammeReader } from './programme/programme.reader.js';
import { ProgrammeResolver } from './programme/programme.resolver.js';
import { ProjectStatisticsReader } from './statistics/statistics.reader.js';
import {
  AreaProjectStatisticsResolver,
  ProjectStatisticsResolver,
} from './statistics/statistics.resolver.js';

/** Who looks after small public works: checks, audits, remarks, progress, statistics and the register. */
@Module({
  imports: [ProjectCommandsModule],
  providers: [
    AreaProjectStatisticsResolver,
    SpecialAuditsResolver,
    SpecialAuditsService,
    ChecksResolver,
    ChecksService,
    ProgrammeReader,
    ProgrammeResolver,
    ProjectStatisticsReader,
    ProjectStatisticsResolver,
  ],
})
export class OversightModule {}
