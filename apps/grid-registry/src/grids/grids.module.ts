import { Module } from '@nestjs/common';
import { AreasModule } from '../areas/areas.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { AreaGridsResolver, GridsResolver } from './grids.resolver.js';
import { GridsService } from './grids.service.js';

@Module({
  imports: [AreasModule, PoliciesModule],
  providers: [AreaGridsResolver, GridsResolver, GridsService],
  exports: [GridsService],
})
export class GridsModule {}
