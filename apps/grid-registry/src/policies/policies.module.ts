import { Module } from '@nestjs/common';
import { AreasModule } from '../areas/areas.module.js';
import { PoliciesResolver } from './policies.resolver.js';
import { PoliciesService } from './policies.service.js';

@Module({
  imports: [AreasModule],
  providers: [PoliciesResolver, PoliciesService],
  exports: [PoliciesService],
})
export class PoliciesModule {}
