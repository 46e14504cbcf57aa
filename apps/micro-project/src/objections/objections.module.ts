import { Module } from '@nestjs/common';
import { DisclosuresModule } from '../disclosures/disclosures.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import {
  NoticeObjectionsResolver,
  ObjectionViewsResolver,
  ProjectObjectionsResolver,
} from './objection-views.resolver.js';
import { ObjectionMarks } from './objection-marks.js';
import { ObjectionWordsResolver } from './objection-words.resolver.js';
import { ObjectionWordsService } from './objection-words.service.js';
import { ObjectionsResolver } from './objections.resolver.js';
import { RaisingService } from './raising.service.js';
import { RulingService } from './ruling.service.js';

@Module({
  imports: [DisclosuresModule, PartiesModule, ProjectCommandsModule],
  providers: [
    NoticeObjectionsResolver,
    ObjectionMarks,
    ObjectionsResolver,
    ObjectionWordsResolver,
    ObjectionWordsService,
    ObjectionViewsResolver,
    ProjectObjectionsResolver,
    RaisingService,
    RulingService,
  ],
})
export class ObjectionsModule {}
