import { Module } from '@nestjs/common';
import { GridEventCommandsModule } from '../grid-event-commands/grid-event-commands.module.js';
import { DisclosuresResolver } from './disclosures.resolver.js';
import { DisclosuresService } from './disclosures.service.js';
import { EmergencyDetails } from './emergency-details.js';
import { WordsOpener } from './words-opener.js';

@Module({
  imports: [GridEventCommandsModule],
  providers: [DisclosuresResolver, DisclosuresService, EmergencyDetails, WordsOpener],
  exports: [DisclosuresService, WordsOpener],
})
export class DisclosuresModule {}
