import { Module } from '@nestjs/common';
import { DepartmentsModule } from '../departments/departments.module.js';
import { GridsModule } from '../grids/grids.module.js';
import { GrantsResolver } from './grants.resolver.js';
import { GrantsService } from './grants.service.js';

@Module({
  imports: [DepartmentsModule, GridsModule],
  providers: [GrantsResolver, GrantsService],
  exports: [GrantsService],
})
export class GrantsModule {}
