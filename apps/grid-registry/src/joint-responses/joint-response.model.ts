import { connectionOf } from '@lianxin/service-kit';
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import { JOINT_RESPONSE_ANSWERS } from './joint-responses.queries.js';
import type { Assignment, JointResponseAnswer } from './joint-responses.queries.js';

const JointResponseAnswerEnum = enumOf(JOINT_RESPONSE_ANSWERS);
registerEnumType(JointResponseAnswerEnum, {
  name: 'JointResponseAnswer',
  description: 'What a called department has answered.',
  valuesMap: {
    CALLED: { description: 'Called and not yet there (待报到).' },
    REPORTED: { description: 'There, and at work (已报到).' },
    DONE: { description: 'Its part is finished (已完成).' },
    RELEASED: { description: 'Called by mistake and released (已撤销).' },
  },
});

@ObjectType('JointResponseAssignment', {
  description: 'The part of one department in a joint response (吹哨报到任务).',
})
export class JointResponseAssignmentModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Field({ description: 'When it was called (吹哨时间).' })
  calledAt: Date;

  @Field({ description: 'By when its part is to be finished (完成时限).' })
  dueAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it said that it is there (报到时间).' })
  reportedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it finished its part (完成时间).' })
  doneAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was released (撤销时间).' })
  releasedAt: Date | null;

  @Field(() => JointResponseAnswerEnum, { description: 'What it has answered (反馈状态).' })
  answer: JointResponseAnswer;

  @Field({ description: 'Whether it is still awaited (待完成).' })
  isOpen: boolean;

  @Field({ description: 'Awaited, and past its deadline (超期).' })
  isOverdue: boolean;

  gridEventId: string;
  departmentId: string;
}

export const JointResponseAssignmentConnection = connectionOf(
  JointResponseAssignmentModel,
  'JointResponseAssignment',
);

export const toAssignmentModel = (assignment: Assignment, now: Date): JointResponseAssignmentModel => ({
  ...assignment,
  isOverdue: assignment.isOpen && assignment.dueAt < now,
});
