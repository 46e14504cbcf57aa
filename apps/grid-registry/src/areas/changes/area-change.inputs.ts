import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../../enum-of.js';

export const AreaChangeDecision = enumOf(['APPROVE', 'REJECT']);
registerEnumType(AreaChangeDecision, {
  name: 'AreaChangeDecision',
  description: 'What is decided about a change of areas.',
  valuesMap: {
    APPROVE: { description: 'It is applied (批准).' },
    REJECT: { description: 'It is not applied, and the same file does not propose it again (驳回).' },
  },
});

@InputType({ description: 'Changes of areas to decide together: all of them, or none when one cannot be.' })
export class DecideAreaChangesInput extends CommandInput {
  @Field(() => [ID], { description: 'The changes, at most 500.' })
  ids: string[];

  @Field(() => AreaChangeDecision, { description: 'The same for all.' })
  decision: keyof typeof AreaChangeDecision;

  @Field(() => String, { nullable: true, description: 'Why (理由). Stored encrypted.' })
  reason?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Codes of the areas that take over from what is gone (承接区划).',
  })
  successorCodes?: string[] | null;
}
