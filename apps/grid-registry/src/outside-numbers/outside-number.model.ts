import { Field, ObjectType } from '@nestjs/graphql';
import type { OutsideSystem } from './outside-number.errors.js';
import { OutsideSystemEnum } from './outside-number.inputs.js';

@ObjectType('OutsideNumber', { description: 'What another system numbers an event by (外部编号).' })
export class OutsideNumberModel {
  @Field(() => OutsideSystemEnum, { description: 'The system.' })
  system: OutsideSystem;

  @Field({ description: 'The number there.' })
  number: string;

  @Field({ description: 'When it came in here.' })
  receivedAt: Date;

  @Field(() => Date, { nullable: true, description: 'By when that system wants to be answered (反馈时限).' })
  dueAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was last answered (最近反馈时间).' })
  answeredAt: Date | null;

  @Field({ description: 'Whether that system was told how the event stands now (已反馈).' })
  isAnswered: boolean;
}
