import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { AreasModule } from '../areas/areas.module.js';
import { DepartmentsModule } from '../departments/departments.module.js';
import { GrantsModule } from '../grants/grants.module.js';
import { GridsModule } from '../grids/grids.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { Seeder } from './seeder.js';

@Module({})
export class SeedModule {
  /** @param app the service's own module, whose infrastructure the seed uses */
  static of(app: Type): DynamicModule {
    return {
      module: SeedModule,
      imports: [app, AreasModule, DepartmentsModule, GrantsModule, GridsModule, PoliciesModule],
      providers: [Seeder],
    };
  }
}
