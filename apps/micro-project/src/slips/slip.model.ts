import { CommandInput } from '@lianxin/service-kit';
import { Field, InputType, ObjectType } from '@nestjs/graphql';

@ObjectType('Slip', { description: 'What whoever spoke up takes along (回执).' })
export class SlipModel {
  @Field({ description: 'The number (编号).' })
  number: string;

  @Field({ description: 'The query code (查询码); it is shown once and stored nowhere.' })
  queryCode: string;
}

@InputType({
  description: 'What stands on a slip (回执): with it everybody asks about their own matter, account or not.',
})
export class SlipInput {
  @Field({ description: 'The number (编号).' })
  number: string;

  @Field({ description: 'The query code (查询码).' })
  queryCode: string;
}

/** What a command says that somebody gives with a slip instead of an account. */
@InputType({ isAbstract: true })
export abstract class SlipCommandInput extends CommandInput {
  @Field(() => SlipInput, { description: 'Number and query code of the slip (回执).' })
  slip: SlipInput;
}
