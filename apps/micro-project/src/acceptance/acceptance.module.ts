import { Module } from '@nestjs/common';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import { AcceptanceResolver } from './acceptance.resolver.js';
import { AcceptanceService } from './acceptance.service.js';

@Module({ imports: [ProjectCommandsModule], providers: [AcceptanceResolver, AcceptanceService] })
export class AcceptanceModule {}
