import { Module } from '@nestjs/common';
import { CountedVillages } from './counted-villages.js';

@Module({ providers: [CountedVillages], exports: [CountedVillages] })
export class VillagesModule {}
