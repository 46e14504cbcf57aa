import { Module } from '@nestjs/common';
import { DisclosuresModule } from '../disclosures/disclosures.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import { ProjectViewsModule } from '../project-views/project-views.module.js';
import { SpecialAuditsResolver } from './special-audits/special-audits.resolver.js';
import { SpecialAuditsService } from './special-audits/special-audits.service.js';
import { ChecksResolver } from './checks/checks.resolver.js';
import { ChecksService } from './checks/checks.service.js';
import { ProgrammeReader } from './programme/programme.reader.js';
import { ProgrammeResolver } from './programme/programme.resolver.js';
import { RegisterResolver } from './register/register.resolver.js';
import { RegisterService } from './register/register.service.js';
import { ProjectRemarksResolver, RemarkViewsResolver } from './remarks/remark-views.resolver.js';
import { RemarkWordsResolver } from './remarks/remark-words.resolver.js';
import { RemarkWordsService } from './remarks/remark-words.service.js';
import { RemarksResolver } from './remarks/remarks.resolver.js';
import { RemarksService } from './remarks/remarks.service.js';
import { ProjectStatisticsReader } from './statistics/statistics.reader.js';
import {
  AreaProjectStatisticsResolver,
  ProjectStatisticsResolver,
} from './statistics/statistics.resolver.js';

/** Who looks after small public works: checks, audits, remarks, progress, statistics and the register. */
@Module({
  imports: [DisclosuresModule, PartiesModule, ProjectCommandsModule, ProjectViewsModule],
  providers: [
    AreaProjectStatisticsResolver,
    ChecksResolver,
    ChecksService,
    ProgrammeReader,
    ProgrammeResolver,
    ProjectRemarksResolver,
    ProjectStatisticsReader,
    ProjectStatisticsResolver,
    RegisterResolver,
    RegisterService,
    RemarksResolver,
    RemarksService,
    RemarkViewsResolver,
    RemarkWordsResolver,
    RemarkWordsService,
    SpecialAuditsResolver,
    SpecialAuditsService,
  ],
})
export class OversightModule {}
