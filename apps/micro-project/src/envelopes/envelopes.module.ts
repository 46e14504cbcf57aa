import { Module } from '@nestjs/common';
import { EnvelopesService } from './envelopes.service.js';

@Module({ providers: [EnvelopesService], exports: [EnvelopesService] })
export class EnvelopesModule {}
