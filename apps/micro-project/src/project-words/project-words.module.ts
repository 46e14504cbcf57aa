import { Module } from '@nestjs/common';
import { DisclosuresModule } from '../disclosures/disclosures.module.js';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import { ProjectWordsResolver } from './project-words.resolver.js';
import { ProjectWordsService } from './project-words.service.js';

@Module({
  imports: [DisclosuresModule, ProjectCommandsModule],
  providers: [ProjectWordsResolver, ProjectWordsService],
})
export class ProjectWordsModule {}
