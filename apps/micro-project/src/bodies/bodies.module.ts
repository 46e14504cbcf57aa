import { Module } from '@nestjs/common';
import { BodiesResolver } from './bodies.resolver.js';
import { BodiesService } from './bodies.service.js';

@Module({ providers: [BodiesService, BodiesResolver], exports: [BodiesService] })
export class BodiesModule {}
