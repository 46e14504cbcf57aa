import { Module } from '@nestjs/common';
import { MeetingsModule } from '../decisions/meetings.module.js';
import { EnvelopeViewsModule } from '../envelope-views/envelope-views.module.js';
import { EnvelopesModule } from '../envelopes/envelopes.module.js';
import { EnvelopeCommands } from './envelope-commands.js';
import { EnvelopeCommandsResolver } from './envelope-commands.resolver.js';
import { QuotaChanges } from './quota-changes.js';
import { QuotaService } from './quota.service.js';
import { RaisingService } from './raising.service.js';

@Module({
  imports: [EnvelopesModule, EnvelopeViewsModule, MeetingsModule],
  providers: [EnvelopeCommands, EnvelopeCommandsResolver, QuotaChanges, QuotaService, RaisingService],
})
export class EnvelopeCommandsModule {}
