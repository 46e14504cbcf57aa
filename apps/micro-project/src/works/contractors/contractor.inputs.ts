import { Field, ID, InputType } from '@nestjs/graphql';
import { Yuan } from '../../money/yuan.scalar.js';
import { MeetingInput, ProjectStepInput } from '../../project-commands/project.inputs.js';
import type { ContractorMethod } from './comparison.js';
import { ContractorMethodEnum } from './contractor.model.js';

@InputType({ description: 'What a firm or group offered (报价).' })
export class ContractorOfferInput {
  @Field({
    description: 'Name of the firm or group (报价单位名称). Will be published: no private details.',
  })
  bidder: string;

  @Field(() => Yuan, { description: 'What it asks for (报价), above zero.' })
  amount: string;

  @Field({ description: 'Whether it was chosen (是否选定); exactly one is.' })
  isChosen: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was chosen though another is cheaper (未选最低价理由). Will be published.',
  })
  whyNotCheapest?: string;
}

@InputType({ description: 'Kinship of the contractor with cadres and supervisors (亲属关系申报).' })
export class KinshipInput {
  @Field({ description: 'Whether any was declared (是否申报).' })
  isDeclared: boolean;

  @Field(() => [ID], {
    description: 'Which of them are related, by the ids of their accounts; they are recused (回避人员).',
  })
  relatedIds: string[];
}

@InputType({ description: 'Who carries a project out, as a meeting chose (确定施工方).' })
export class SelectContractorInput extends ProjectStepInput {
  @Field(() => ContractorMethodEnum, { description: 'How it was chosen (确定方式).' })
  method: ContractorMethod;

  @Field(() => [ContractorOfferInput], { description: 'Everything that was offered (比价情况); at most 20.' })
  offers: ContractorOfferInput[];

  @Field(() => ID, {
    nullable: true,
    description:
      'The comparison on paper (比价材料), a document of purpose COMPARISON; without others to compare with, left out.',
  })
  comparisonDocumentId?: string;

  @Field(() => KinshipInput, { description: 'What was declared of kinship.' })
  kinship: KinshipInput;

  @Field(() => [ID], {
    description:
      'Persons behind the contractor (实际控制人), by the ids of their accounts, where they have one.',
  })
  personIds: string[];

  @Field(() => ID, {
    nullable: true,
    description:
      "The villagers' resolution to let the work (村民会议决议), where the village leads it and the decision named none.",
  })
  resolutionId?: string;

  @Field(() => MeetingInput, { description: 'The meeting that chose, of the body that leads the project.' })
  meeting: MeetingInput;
}
