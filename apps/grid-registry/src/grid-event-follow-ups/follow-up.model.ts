import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { AnswerChannelEnum } from '@lianxin/personal-data';
import type { AnswerChannel } from '@lianxin/personal-data';
import { enumOf } from '../enum-of.js';

export const FOLLOW_UP_KINDS = ['ASKED', 'ANSWERED', 'CHANGED', 'LEFT'] as const;
export type FollowUpKind = (typeof FOLLOW_UP_KINDS)[number];

const FollowUpKindEnum = enumOf(FOLLOW_UP_KINDS);
registerEnumType(FollowUpKindEnum, {
  name: 'FollowUpKind',
  description: 'How an answer of a follow-up came about.',
  valuesMap: {
    ASKED: { description: 'Somebody who did not handle the event asked (回访).' },
    ANSWERED: { description: 'The reporter answered without being asked (自助评价).' },
    CHANGED: { description: 'The reporter changed an earlier answer (更改评价).' },
    LEFT: {
      description:
        'Left with a slip that an official keyed in (留言评价): it counts only once somebody who did not handle the event has asked.',
    },
  },
});

@ObjectType('FollowUpAttempt', {
  description: 'One attempt at a follow-up or one answer (回访记录); none is ever overwritten.',
})
export class FollowUpAttemptModel {
  @Field(() => Int, { description: '1, 2, 3 … within the event (第几次).' })
  attempt: number;

  @Field(() => FollowUpKindEnum, { description: 'How it came about.' })
  kind: FollowUpKind;

  @Field(() => AnswerChannelEnum, { description: 'By which way (回访方式).' })
  channel: AnswerChannel;

  @Field({ description: 'The post of whoever asked; PERSON for the reporter. Never who.' })
  role: string;

  @Field({ description: 'Whether the reporter was reached (是否联系到).' })
  isReached: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Is it solved? Null when not reached.' })
  isSolved: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Satisfied (满意)? Null when not reached.' })
  isSatisfied: boolean | null;

  @Field({ description: 'When.' })
  at: Date;
}
