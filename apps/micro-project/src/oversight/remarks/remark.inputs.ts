import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType } from '@nestjs/graphql';
import { WordsPurposeEnum } from '../../disclosures/disclosure.model.js';
import type { WordsPurpose } from '../../disclosures/disclosure.model.js';
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

@InputType({
  description: 'Whose remark to read, and what for. The look is recorded before anything is answered.',
})
export class RevealRemarkWordsInput extends CommandInput {
  @Field(() => ID, { description: 'The remark.' })
  remarkId: string;

  @Field(() => WordsPurposeEnum, { description: 'What for (查阅目的).' })
  purpose: WordsPurpose;
}
