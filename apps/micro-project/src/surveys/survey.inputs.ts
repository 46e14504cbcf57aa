import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { ProjectStepInput } from '../project-commands/project.inputs.js';

@InputType({ description: 'How many paper slips to print (纸质问卷份数).' })
export class PrintSurveySlipsInput extends ProjectStepInput {
  @Field(() => Int, { description: 'How many; a policy bounds how many there are of one survey.' })
  count: number;
}

/** Without a request id: that would be kept, and the token sees to it that an answer counts once. */
@InputType({
  description:
    'What a resident says of a finished project (满意度测评答卷), with a token that was drawn or stands on a paper slip.',
})
export class AnswerSurveyInput {
  @Field(() => ID, { description: 'The project.' })
  projectId: string;

  @Field({
    description:
      'The token (测评码). Counts once: sent again it is answered alike and changes nothing, so that nobody who has seen a slip can tell whether it was used.',
  })
  token: string;

  @Field({ description: 'Whether they are content with it (是否满意).' })
  isSatisfied: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'What they would like to add (意见). Stored encrypted; name nobody, least of all yourself.',
  })
  comment?: string;
}
