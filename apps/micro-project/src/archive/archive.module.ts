import { Module } from '@nestjs/common';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import { ProjectViewsModule } from '../project-views/project-views.module.js';
import { ArchiveResolver } from './archive.resolver.js';
import { ArchiveService } from './archive.service.js';

@Module({
  imports: [ProjectCommandsModule, ProjectViewsModule],
  providers: [ArchiveResolver, ArchiveService],
})
export class ArchiveModule {}
