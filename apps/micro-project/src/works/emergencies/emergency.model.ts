import { Field, ObjectType } from '@nestjs/graphql';
import type { SkippableStep } from '../../projects/entity/project.row.js';
import { SkippableStepEnum } from '../../projects/project.enums.js';

@ObjectType('MicroProjectEmergency', {
  description: 'Work that began before it was decided (应急性事项), S0-21.',
})
export class EmergencyModel {
  @Field(() => [SkippableStepEnum], { description: 'What was skipped (先行的环节).' })
  skipped: SkippableStep[];

  @Field({ description: 'Why it could not wait (应急理由).' })
  reason: string;

  @Field({ description: 'Until when a body has to decide all the same (补充确定时限).' })
  confirmBy: Date;

  @Field(() => Date, { nullable: true, description: 'When it did (补充确定时间).' })
  confirmedAt: Date | null;

  @Field({ description: 'That time is over, and no body has confirmed it (超期未确定).' })
  isConfirmationOverdue: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it was confirmed in time (按期确定), by the day of the meeting.',
  })
  isConfirmedInTime: boolean | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When what was skipped had been made good (补办完成时间).',
  })
  regularisedAt: Date | null;
}
