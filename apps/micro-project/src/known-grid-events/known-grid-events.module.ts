import { Module } from '@nestjs/common';
import { KnownGridEventsConsumer } from './known-grid-events.consumer.js';

@Module({ providers: [KnownGridEventsConsumer], exports: [KnownGridEventsConsumer] })
export class KnownGridEventsModule {}
