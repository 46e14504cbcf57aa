import { Module } from '@nestjs/common';
import { GridEventCommandsModule } from '../grid-event-commands/grid-event-commands.module.js';
import { GridEventViewsModule } from '../grid-event-views/grid-event-views.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { OutsideNumbers } from './outside-numbers.js';
import { OutsideNumbersResolver } from './outside-numbers.resolver.js';
import { OutsideNumbersService } from './outside-numbers.service.js';

@Module({
  imports: [GridEventCommandsModule, GridEventViewsModule, PoliciesModule],
  providers: [OutsideNumbers, OutsideNumbersResolver, OutsideNumbersService],
  exports: [OutsideNumbers],
})
export class OutsideNumbersModule {}
