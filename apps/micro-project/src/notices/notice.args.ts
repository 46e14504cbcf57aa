import { PageArgs } from '@lianxin/service-kit';
import { ArgsType, Field } from '@nestjs/graphql';

@ArgsType()
export class NoticesArgs extends PageArgs {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Those that are over, ended or void (往期公示) instead of the current ones.',
  })
  isPast: boolean = false;
}

@ArgsType()
export class NoticesInAreaArgs extends NoticesArgs {
  @Field({ description: 'Code of the village, township or county.' })
  areaCode: string;
}
