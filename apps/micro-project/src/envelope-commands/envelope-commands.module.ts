import { Module } from '@nestjs/common';
import { BodiesModule } from '../bodies/bodies.module.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { EnvelopeViewsModule } from '../envelope-views/envelope-views.module.js';
import { EnvelopesModule } from '../envelopes/envelopes.module.js';
import { EnvelopeCommands } from './envelope-commands.js';
import { EnvelopeCommandsResolver } from './envelope-commands.resolver.js';
import { QuotaChanges } from './quota-changes.js';
import { QuotaService } from './quota.service.js';
import { RaisingService } from './raising.service.js';

@Module({
  imports: [BodiesModule, DocumentsModule, EnvelopesModule, EnvelopeViewsModule],
  providers: [EnvelopeCommands, EnvelopeCommandsResolver, QuotaChanges, QuotaService, RaisingService],
})
export class EnvelopeCommandsModule {}
