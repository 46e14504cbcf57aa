import { Field, InputType } from '@nestjs/graphql';
import { AnswerChannelEnum } from '@lianxin/personal-data';
import type { AnswerChannel } from '@lianxin/personal-data';
import { GridEventStepInput } from '../grid-event-commands/grid-event.inputs.js';
import { SlipCommandInput } from '../grid-event-reports/slips/slip-commands.js';

const NOTE = 'Stored encrypted, for those only who may read it.';
const IS_SOLVED = 'Is it solved (是否解决)?';
const IS_SATISFIED = 'Satisfied (是否满意)?';

@InputType({ description: 'What the reporter answered in the follow-up (回访).' })
export class FollowUpGridEventInput extends GridEventStepInput {
  @Field({ description: 'Whether the reporter was reached.' })
  isReached: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'The reporter’s own answer: is it solved? Only when reached.',
  })
  isSolved: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'The reporter’s own answer: satisfied? Only when reached.',
  })
  isSatisfied: boolean | null;

  @Field(() => AnswerChannelEnum, { defaultValue: 'PHONE', description: 'How it was tried (回访方式).' })
  channel: AnswerChannel;

  @Field({ nullable: true, description: `What else the reporter said. ${NOTE}` })
  note?: string;
}

@InputType({ description: 'The reporter’s own answer to the follow-up (自助评价).' })
export class RateGridEventInput extends GridEventStepInput {
  @Field({ description: IS_SOLVED })
  isSolved: boolean;

  @Field({ description: IS_SATISFIED })
  isSatisfied: boolean;

  @Field({ nullable: true, description: `What else there is to say. ${NOTE}` })
  note?: string;
}

@InputType({ description: 'The reporter’s own answer to the follow-up (自助评价), by slip.' })
export class RateGridEventBySlipInput extends SlipCommandInput {
  @Field({ description: IS_SOLVED })
  isSolved: boolean;

  @Field({ description: IS_SATISFIED })
  isSatisfied: boolean;

  @Field({ nullable: true, description: `What else there is to say. ${NOTE}` })
  note?: string;
}
