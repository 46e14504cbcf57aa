import { OUTSIDE_SYSTEMS } from '@lianxin/contracts';
import { Field, InputType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import { GridEventStepInput } from '../grid-event-commands/grid-event.inputs.js';
import type { OutsideSystem } from './outside-number.errors.js';

export const OutsideSystemEnum = enumOf(OUTSIDE_SYSTEMS);
registerEnumType(OutsideSystemEnum, {
  name: 'OutsideSystem',
  description: 'A system that numbers its matters and wants to be answered.',
  valuesMap: {
    HOTLINE_12345: { description: 'The 12345 hotline (12345热线).' },
    LINKAGE_110: { description: 'Linkage with 110 (110联动).' },
    COUNTY_HEAD_MAILBOX: { description: 'County head’s mailbox (县长信箱).' },
    SUPERIOR: { description: 'A superior body (上级交办).' },
  },
});

@InputType({ description: 'What another system numbers the matter by (外部编号).' })
export class OutsideNumberInput {
  @Field(() => OutsideSystemEnum, { description: 'The system.' })
  system: OutsideSystem;

  @Field({ description: 'The number there.' })
  number: string;

  @Field(() => Date, { nullable: true, description: 'By when that system wants to be answered.' })
  dueAt?: Date | null;
}

@InputType({
  description: 'A further number of an event, e.g. after a transfer between 110 and 12345 (一键转接).',
})
export class AddOutsideNumberInput extends GridEventStepInput {
  @Field(() => OutsideSystemEnum, { description: 'The system.' })
  system: OutsideSystem;

  @Field({ description: 'The number there.' })
  number: string;

  @Field(() => Date, { nullable: true, description: 'By when that system wants to be answered.' })
  dueAt?: Date | null;
}
