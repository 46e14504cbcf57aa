import { Module } from '@nestjs/common';
import { AreasResolver } from './areas.resolver.js';
import { AreasService } from './areas.service.js';

@Module({ providers: [AreasResolver, AreasService], exports: [AreasService] })
export class AreasModule {}
