import { Module } from '@nestjs/common';
import { PartiesModule } from '../parties/parties.module.js';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import { SpecialAuditsResolver } from './audits/special-audits.resolver.js';
import { SpecialAuditsService } from './audits/special-audits.service.js';
import { ChecksResolver } from './checks/checks.resolver.js';
import { ChecksService } from './checks/checks.service.js';
import { ProgrammeReader } from './programme/programme.reader.js';
import { ProgrammeResolver } from './programme/programme.resolver.js';
import { ProjectRemarksResolver, RemarkViewsResolver } from './remarks/remark-views.resolver.js';
import { RemarksResolver } from './remarks/remarks.resolver.js';
import { RemarksService } from './remarks/remarks.service.js';
import { ProjectStatisticsReader } from './statistics/statistics.reader.js';
import {
  AreaProjectStatisticsResolver,
  ProjectStatisticsResolver,
} from './statistics/statistics.resolver.js';

/** Who looks after small public works: checks, audits, remarks, progress, statistics and the register. */
@Module({
  imports: [PartiesModule, ProjectCommandsModule],
  providers: [
    AreaProjectStatisticsResolver,
    SpecialAuditsResolver,
    SpecialAuditsService,
    ChecksResolver,
    ChecksService,
    ProgrammeReader,
    ProgrammeResolver,
    ProjectRemarksResolver,
    ProjectStatisticsReader,
    ProjectStatisticsResolver,
    RemarksResolver,
    RemarksService,
    RemarkViewsResolver,
  ],
})
export class OversightModule {}
