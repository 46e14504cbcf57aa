import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType } from '@nestjs/graphql';
import { PartiesInput } from '../parties/party.inputs.js';
import { WordsPurposeEnum } from '../disclosures/disclosure.model.js';
import type { WordsPurpose } from '../disclosures/disclosure.model.js';
import { SlipCommandInput } from '../slips/slip.model.js';

@InputType({
  description:
    'An objection to what is posted (提出异议), of a resident of that village, or keyed in for one who has no account.',
})
export class RaiseObjectionInput extends PartiesInput {
  @Field(() => ID, { description: 'The project whose notice it is about.' })
  projectId: string;

  @Field({ description: 'What is objected. Stored encrypted, for those only who may read it.' })
  text: string;

  @Field({
    description:
      'Whether the village learns no more than that there is one, and how it stands (对村匿名). Always so if not OPEN.',
  })
  isAnonymousToVillage: boolean;
}

@InputType({ description: 'What the level above found about an objection (裁定异议).' })
export class RuleObjectionInput extends CommandInput {
  @Field(() => ID, { description: 'The objection.' })
  objectionId: string;

  @Field({
    description: 'Whether it holds (是否成立): then the project is written, decided and posted anew.',
  })
  isUpheld: boolean;

  @Field({ description: 'Why, for whoever objected (裁定理由). Stored encrypted.' })
  reason: string;

  @Field({
    description: 'In short, what is published with the notice (公开结论). Will be published: name no person.',
  })
  finding: string;
}

@InputType({ description: 'Takes an objection back (撤回异议).' })
export class WithdrawObjectionInput extends CommandInput {
  @Field(() => ID, { description: "The caller's objection." })
  objectionId: string;
}

@InputType({ description: 'Takes an objection back by its slip (凭回执撤回异议).' })
export class WithdrawObjectionBySlipInput extends SlipCommandInput {}

@InputType({
  description: 'Whose objection to read, and what for. The look is recorded before anything is answered.',
})
export class RevealObjectionWordsInput extends CommandInput {
  @Field(() => ID, { description: 'The objection.' })
  objectionId: string;

  @Field(() => WordsPurposeEnum, { description: 'What for (查阅目的).' })
  purpose: WordsPurpose;
}
