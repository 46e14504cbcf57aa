import { Module } from '@nestjs/common';
import { VillagesModule } from '../villages/villages.module.js';
import { GridEventFactsConsumer } from './grid-event-facts.consumer.js';
import { GridEventFactsService } from './grid-event-facts.service.js';

@Module({
  imports: [VillagesModule],
  providers: [GridEventFactsConsumer, GridEventFactsService],
  exports: [GridEventFactsConsumer],
})
export class GridEventFactsModule {}
