import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { NeedsReader } from '../need-views/needs.reader.js';
import { NeedModel, toNeedModel } from '../needs/need.model.js';
import { LikelyNeedDuplicates } from './likely-need-duplicates.js';
import { LikelyNeedDuplicateModel, LikelyNeedDuplicatesArgs } from './need-duplicate.model.js';

@Resolver(() => LikelyNeedDuplicateModel)
export class NeedDuplicatesResolver {
  constructor(
    private readonly duplicates: LikelyNeedDuplicates,
    private readonly needs: NeedsReader,
  ) {}

  @Query(() => [LikelyNeedDuplicateModel], {
    description:
      'What was lately asked for in the same village in much the same words (疑似重复需求提示), the likeliest first. Nothing confidential or anonymous is among it.',
  })
  @Allow('submit', 'Need')
  likelyNeedDuplicates(
    @Args() question: LikelyNeedDuplicatesArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<LikelyNeedDuplicateModel[]> {
    return this.duplicates.find(scope, actor, question);
  }

  @ResolveField(() => NeedModel, {
    nullable: true,
    description: 'The need, for those who may see it by the ordinary rules; null for everybody else.',
  })
  async need(
    @Parent() { needId }: LikelyNeedDuplicateModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<NeedModel | null> {
    const need = await this.needs.load(scope, actor, needId);
    return need && toNeedModel(need);
  }
}
