import { Field, ID, InputType } from '@nestjs/graphql';
import { ProjectNoteInput } from '../project-commands/project.inputs.js';

@InputType({ description: 'A beneficiary who took part in place of the proposer (代为参加的受益群众).' })
export class AcceptanceSubstituteInput {
  @Field({ description: 'The name (姓名). Stored encrypted.' })
  name: string;

  @Field(() => ID, { nullable: true, description: 'The account, if there is one.' })
  personId?: string;

  @Field({ description: 'Why the proposer could not take part (原因). Stored encrypted.' })
  reason: string;
}

@InputType({ description: 'What an inspection found (验收), S0-18. Exactly one participant is named.' })
export class InspectMicroProjectInput extends ProjectNoteInput {
  @Field({ description: 'Whether the work was accepted (是否合格); else it goes on until it is mended.' })
  isPassed: boolean;

  @Field(() => ID, {
    nullable: true,
    description:
      'The proposer who took part, by the account (提议人); of one who asked in confidence, the name is given instead.',
  })
  proposerId?: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The proposer who took part, by name (提议人姓名): one who has no account, or who asked in confidence. Stored encrypted.',
  })
  proposerName?: string;

  @Field(() => AcceptanceSubstituteInput, {
    nullable: true,
    description: 'Who took part in their place: the acceptance then counts as one without the proposer.',
  })
  substitute?: AcceptanceSubstituteInput;

  @Field(() => ID, {
    description: 'The signed sheet of this inspection (验收单), a document of purpose ACCEPTANCE.',
  })
  documentId: string;
}
