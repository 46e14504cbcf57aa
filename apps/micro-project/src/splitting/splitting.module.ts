import { Module } from '@nestjs/common';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import { ProjectViewsModule } from '../project-views/project-views.module.js';
import { SplittingResolver } from './splitting.resolver.js';
import { SplittingService } from './splitting.service.js';

@Module({
  imports: [ProjectCommandsModule, ProjectViewsModule],
  providers: [SplittingResolver, SplittingService],
})
export class SplittingModule {}
