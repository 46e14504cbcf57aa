import { Module } from '@nestjs/common';
import { PartiesModule } from '../parties/parties.module.js';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import {
  NoticeObjectionsResolver,
  ObjectionViewsResolver,
  ProjectObjectionsResolver,
} from './objection-views.resolver.js';
import { ObjectionsResolver } from './objections.resolver.js';
import { RaisingService } from './raising.service.js';
import { RulingService } from './ruling.service.js';

@Module({
  imports: [PartiesModule, ProjectCommandsModule],
  providers: [
    NoticeObjectionsResolver,
    ObjectionsResolver,
    ObjectionViewsResolver,
    ProjectObjectionsResolver,
    RaisingService,
    RulingService,
  ],
  exports: [RaisingService, RulingService],
})
export class ObjectionsModule {}
