import { CurrentScope, SignedIn } from '@lianxin/access';
import type { LianxinContext } from '@lianxin/access';
import { Args, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { ProgrammeReader } from './programme.reader.js';
import type { Progress } from './programme.js';

@ObjectType('ProgrammeProgress', {
  description: 'How far the programme of small public works is (微小事行动进度), S0-01.',
})
export class ProgrammeProgressModel implements Progress {
  @Field(() => Int, { description: 'How many are to be closed in the whole programme (目标数).' })
  target: number;

  @Field(() => Int, { description: 'How many of those proposed in its years are closed (已结项).' })
  closed: number;

  @Field(() => Int, { description: 'How many of them are decided and not over (推进中).' })
  underWay: number;

  @Field(() => Int, {
    description: 'How many would be closed today if it went on evenly (时序应完成数).',
  })
  expectedByToday: number;
}

@Resolver(() => ProgrammeProgressModel)
export class ProgrammeResolver {
  constructor(private readonly reader: ProgrammeReader) {}

  @Query(() => ProgrammeProgressModel, {
    description:
      'How far the programme is in a county, a township or a village (微小事行动进度), for everybody.',
  })
  @SignedIn()
  programmeProgress(
    @Args('areaCode', { description: 'Code of the county, township or village.' }) areaCode: string,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<Progress> {
    return this.reader.progress(scope, areaCode);
  }
}
