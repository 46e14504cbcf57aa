import { Field, ID, InputType } from '@nestjs/graphql';
import { GridEventNoteInput, GridEventStepInput } from '../grid-event-commands/grid-event.inputs.js';

const NOTE = 'Stored encrypted, for those only who may read it.';

@InputType({ description: 'A department to call (被吹哨部门), and what is asked of it.' })
export class CalledDepartmentInput {
  @Field(() => ID, { description: 'The department.' })
  departmentId: string;

  @Field({
    nullable: true,
    description: 'An earlier deadline than the one that policy gives it; never a later one.',
  })
  dueAt?: Date;

  @Field({ nullable: true, description: `Its task (任务). ${NOTE}` })
  task?: string;
}

@InputType({ description: 'A call to several departments, each of which must report (吹哨).' })
export class CallJointResponseInput extends GridEventNoteInput {
  @Field(() => [CalledDepartmentInput], { description: 'Whom to call, each once.' })
  departments: CalledDepartmentInput[];
}

@InputType({ description: 'That a called department is there (报到).' })
export class ReportToJointResponseInput extends GridEventStepInput {
  @Field({ nullable: true, description: `Anything to say. ${NOTE}` })
  note?: string;
}

@InputType({ description: 'What a called department has done (部门反馈).' })
export class AnswerJointResponseInput extends GridEventNoteInput {
  @Field({ description: 'Whether its part is finished.' })
  isDone: boolean;
}

@InputType({ description: 'A department that was called by mistake, and why it is released (撤销吹哨).' })
export class ReleaseFromJointResponseInput extends GridEventNoteInput {
  @Field(() => ID, { description: 'The department.' })
  departmentId: string;
}
