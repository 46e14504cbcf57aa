import { Module } from '@nestjs/common';
import { EnvelopesModule } from '../envelopes/envelopes.module.js';
import { ProjectViewsModule } from '../project-views/project-views.module.js';
import { EnvelopesReader } from './envelopes.reader.js';
import { AreaEnvelopeResolver, EnvelopesResolver, HeldByProjectResolver } from './envelopes.resolver.js';

@Module({
  imports: [EnvelopesModule, ProjectViewsModule],
  providers: [AreaEnvelopeResolver, EnvelopesReader, EnvelopesResolver, HeldByProjectResolver],
  exports: [EnvelopesReader],
})
export class EnvelopeViewsModule {}
