import { Module } from '@nestjs/common';
import { GridEventCommandsModule } from '../grid-event-commands/grid-event-commands.module.js';
import { DisclosuresResolver } from './disclosures.resolver.js';
import { DisclosuresService } from './disclosures.service.js';

@Module({ imports: [GridEventCommandsModule], providers: [DisclosuresResolver, DisclosuresService] })
export class DisclosuresModule {}
