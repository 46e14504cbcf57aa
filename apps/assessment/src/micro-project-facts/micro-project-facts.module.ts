import { Module } from '@nestjs/common';
import { VillagesModule } from '../villages/villages.module.js';
import { MicroProjectFactsConsumer } from './micro-project-facts.consumer.js';
import { ProjectFactsService } from './projects/project-facts.service.js';
import { VillageFactsService } from './villages/village-facts.service.js';

@Module({
  imports: [VillagesModule],
  providers: [MicroProjectFactsConsumer, ProjectFactsService, VillageFactsService],
  exports: [MicroProjectFactsConsumer],
})
export class MicroProjectFactsModule {}
