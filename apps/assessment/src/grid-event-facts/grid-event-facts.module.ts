import { Module } from '@nestjs/common';
import { GridEventFactsConsumer } from './grid-event-facts.consumer.js';
import { GridEventFactsService } from './grid-event-facts.service.js';

@Module({ providers: [GridEventFactsConsumer, GridEventFactsService], exports: [GridEventFactsConsumer] })
export class GridEventFactsModule {}
