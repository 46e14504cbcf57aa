import { Module } from '@nestjs/common';
import { ProjectsReader } from './projects.reader.js';
import { AreaProjectsResolver, GridProjectsResolver, ProjectsResolver } from './projects.resolver.js';

@Module({
  providers: [ProjectsReader, ProjectsResolver, AreaProjectsResolver, GridProjectsResolver],
  exports: [ProjectsReader],
})
export class ProjectViewsModule {}
