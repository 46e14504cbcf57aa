import { PageArgs } from '@lianxin/service-kit';
import { ArgsType, Field } from '@nestjs/graphql';

@ArgsType()
export class ObjectionsArgs extends PageArgs {
  @Field({ description: 'Code of the village, township or county.' })
  areaCode: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those that wait for a ruling (待裁定), or those that do not.',
  })
  isOpen?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those whose ruling is overdue (裁定超期), or those whose is not.',
  })
  isOverdue?: boolean | null;
}
