import { Module } from '@nestjs/common';
import { AreasModule } from '../areas/areas.module.js';
import { DepartmentsResolver } from './departments.resolver.js';
import { DepartmentsService } from './departments.service.js';

@Module({
  imports: [AreasModule],
  providers: [DepartmentsResolver, DepartmentsService],
  exports: [DepartmentsService],
})
export class DepartmentsModule {}
