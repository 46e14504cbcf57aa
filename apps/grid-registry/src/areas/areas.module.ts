import { Module } from '@nestjs/common';
import { AreasResolver } from './areas.resolver.js';
import { AreasService } from './areas.service.js';
import { AreaProposalsService } from './proposals/area-proposals.service.js';
import { ImportAreasService } from './import/import-areas.service.js';

@Module({
  providers: [AreasResolver, AreasService, AreaProposalsService, ImportAreasService],
  exports: [AreasService, ImportAreasService],
})
export class AreasModule {}
