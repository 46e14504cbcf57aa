import { CommandInput } from '@lianxin/service-kit';
import { Field, InputType, Int } from '@nestjs/graphql';
import { GridKindEnum } from './grid.model.js';
import type { GridKind } from './grid.model.js';

@InputType({ description: 'A grid to define.' })
export class DefineGridInput extends CommandInput {
  @Field({ description: 'Grid code (网格编码): the village’s 12 digits and 3 more.' })
  code: string;

  @Field({ description: 'Its name.' })
  name: string;

  @Field(() => GridKindEnum, { description: 'Comprehensive or exclusive.' })
  kind: GridKind;

  @Field(() => Int, { description: 'How many households it has, 0 or more.' })
  householdCount: number;
}
