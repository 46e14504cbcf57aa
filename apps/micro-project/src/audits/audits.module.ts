import { Module } from '@nestjs/common';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import { AuditsResolver } from './audits.resolver.js';
import { AuditsService } from './audits.service.js';

@Module({ imports: [ProjectCommandsModule], providers: [AuditsResolver, AuditsService] })
export class AuditsModule {}
