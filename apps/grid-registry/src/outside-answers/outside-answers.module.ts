import { Module } from '@nestjs/common';
import { GridEventViewsModule } from '../grid-event-views/grid-event-views.module.js';
import { OutsideAnswersResolver } from './outside-answers.resolver.js';
import { OutsideAnswersService } from './outside-answers.service.js';

@Module({
  imports: [GridEventViewsModule],
  providers: [OutsideAnswersResolver, OutsideAnswersService],
})
export class OutsideAnswersModule {}
