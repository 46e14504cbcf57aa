import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { RevealedWordsModel, WordsPurposeEnum } from '../disclosures/disclosure.model.js';
import type { WordsPurpose } from '../disclosures/disclosure.model.js';

/** Of no more steps than that the words are read at a time. */
export const MAX_STEPS = 100;

@InputType({
  description:
    'Of which project to read what was written about its steps, and what for. The look is recorded before anything is answered.',
})
export class RevealMicroProjectWordsInput extends CommandInput {
  @Field(() => ID, { description: 'The project.' })
  projectId: string;

  @Field(() => WordsPurposeEnum, {
    description: 'What for (查阅目的): HANDLING. Nothing here is the caller’s own, so OWN is refused.',
  })
  purpose: WordsPurpose;

  @Field(() => Int, {
    nullable: true,
    description: 'Steps before this number alone, to go on where an earlier answer began.',
  })
  beforeStep?: number | null;
}

@ObjectType('MicroProjectStepWords', {
  description: 'What was written about a step of a project, and is not published (项目办理留言).',
})
export class ProjectWordsModel extends RevealedWordsModel {
  @Field(() => Int, { description: 'Number of the step in the history of the project, from 1 (步骤序号).' })
  step: number;

  @Field({ description: 'When it was written (填写时间).' })
  at: Date;

  @Field(() => ID, {
    nullable: true,
    description: 'The payment whose payer or payee it is (支付登记), if it is of one.',
  })
  paymentId: string | null;
}
