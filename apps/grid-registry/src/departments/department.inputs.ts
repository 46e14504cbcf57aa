import { CommandInput } from '@lianxin/service-kit';
import { Field, InputType } from '@nestjs/graphql';
import { GridEventCategoryEnum } from './department.model.js';
import type { GridEventCategory } from './department.model.js';

@InputType({ description: 'A department to define.' })
export class DefineDepartmentInput extends CommandInput {
  @Field({ description: 'Its code, unique within the area.' })
  code: string;

  @Field({ description: 'Its name.' })
  name: string;

  @Field({ description: 'Code of the area it answers for.' })
  areaCode: string;

  @Field(() => [GridEventCategoryEnum], { description: 'The duties it answers for.' })
  duties: GridEventCategory[];

  @Field({
    defaultValue: false,
    description: 'Whether violence, abuse and neglect are reported to it: police and civil affairs.',
  })
  protects: boolean;
}
