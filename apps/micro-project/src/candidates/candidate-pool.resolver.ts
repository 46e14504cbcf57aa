import { Access, Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { AreaReplica } from '@lianxin/replicas';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { toNeedModel } from '../needs/need.model.js';
import { needIn } from '../needs/need.rules.js';
import { candidatesOf } from '../needs/needs.queries.js';
import { rankCandidates } from './candidate-pool.js';
import { CandidateModel } from './candidate.model.js';

@Resolver(() => CandidateModel)
export class CandidatePoolResolver {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
  ) {}

  @Query(() => [CandidateModel], {
    description:
      'The pool of candidates of a village (备选事项库), S0-10, in its order: by priority, then one of each grid in turn; of more than 500 the oldest.',
  })
  @Allow('readInside', 'Need')
  async candidatePool(
    @Args('villageCode', { description: 'Code of the village.' }) villageCode: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<CandidateModel[]> {
    const { code } = await scope.read((tx) => this.areas.getByCode(tx, villageCode));
    this.access.require(actor, 'readInside', 'Need', needIn(code));
    const candidates = await scope.read((tx) => candidatesOf(tx, code));
    return rankCandidates(candidates).map(({ candidate, priority, turn }, index) => {
      const { areaCode, submittedAt: waitingSince } = candidate;
      const rankReason = { priority, areaCode, turn, waitingSince };
      return { rank: index + 1, rankReason, need: toNeedModel(candidate) };
    });
  }
}
