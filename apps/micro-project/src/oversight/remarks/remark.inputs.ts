import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType } from '@nestjs/graphql';
import { PartiesInput } from '../../parties/party.inputs.js';

@InputType({
  description:
    'A remark on a project (对项目提出监督意见), of a resident or the supervision committee, or keyed in for one who has no account.',
})
export class RemarkOnMicroProjectInput extends PartiesInput {
  @Field(() => ID, { description: 'The project; any that was posted, of whichever village of the county.' })
  projectId: string;

  @Field({ description: 'What is remarked. Stored encrypted, for those only who may read it.' })
  text: string;
}

@InputType({ description: 'The answer to a remark (答复监督意见).' })
export class AnswerRemarkInput extends CommandInput {
  @Field(() => ID, { description: 'The remark.' })
  remarkId: string;

  @Field({ description: 'What is answered. Will be published: name no person.' })
  answer: string;
}
