import { Field, InputType } from '@nestjs/graphql';
import { ProjectStepInput } from '../project-commands/project.inputs.js';

@InputType({ description: 'Until when a notice stays posted instead (延长公示).' })
export class ExtendProjectNoticeInput extends ProjectStepInput {
  @Field(() => String, {
    description: 'The last day, YYYY-MM-DD, later than the one it says now (公示截止日).',
  })
  until: string;
}
