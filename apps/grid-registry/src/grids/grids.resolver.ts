import { Allow, CurrentActor, CurrentScope, Public } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { checkUuid, Clock, Commands } from '@lianxin/service-kit';
import { Args, Mutation, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { v7 as uuidv7 } from 'uuid';
import { AreaModel, toAreaModel } from '../areas/area.model.js';
import { areasOfIds } from '../areas/areas.queries.js';
import { PoliciesService } from '../policies/policies.service.js';
import { DefineGridInput } from './grid.inputs.js';
import { GridModel } from './grid.model.js';
import { gridsOfAreas, gridsOfIds } from './grids.queries.js';
import { GridsService } from './grids.service.js';

/** S1-01 binds villages, S1-02 urban communities. */
const SIZE_POLICIES = {
  VILLAGERS_COMMITTEE: 'grid.households.rural',
  RESIDENTS_COMMITTEE: 'grid.households.urban',
} as const;

@Resolver(() => GridModel)
export class GridsResolver {
  constructor(
    private readonly commands: Commands,
    private readonly grids: GridsService,
    private readonly policies: PoliciesService,
    private readonly clock: Clock,
  ) {}

  @Query(() => GridModel, { description: 'The grid (网格) with this code.' })
  @Public()
  grid(
    @Args('code', { description: '15 digits.' }) code: string,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<GridModel> {
    return scope.read((tx) => this.grids.getGrid(tx, code));
  }

  @ResolveReference()
  @Public()
  resolveReference({ id }: { id: string }, { scope }: LianxinContext): Promise<GridModel | null> {
    return scope.load('grids by id', checkUuid(id, 'id'), gridsOfIds);
  }

  @ResolveField(() => AreaModel, { description: 'The village it lies in.' })
  async area(@Parent() grid: GridModel, @CurrentScope() scope: LianxinContext['scope']): Promise<AreaModel> {
    const area = await scope.load('areas by id', grid.areaId, areasOfIds);
    if (!area) throw new Error(`Grid ${grid.id} lies in no area.`);
    return toAreaModel(area);
  }

  @ResolveField(() => Boolean, {
    nullable: true,
    description:
      'Whether it has as many households as policy wants (规模适度), S1-01 and S1-02; null where no committee is known.',
  })
  async isWithinSize(
    @Parent() grid: GridModel,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<boolean | null> {
    const area = await scope.load('areas by id', grid.areaId, areasOfIds);
    if (!area?.committeeKind) return null;
    const question = { areaCode: area.code, on: this.clock.now() };
    const { value: band } = this.policies.book.valueAt(SIZE_POLICIES[area.committeeKind], question);
    return grid.householdCount >= band.min && grid.householdCount <= band.max;
  }

  @Mutation(() => GridModel, { description: 'Defines a grid; the county’s to do (S1-04).' })
  @Allow('define', 'Grid')
  defineGrid(@CurrentActor() actor: Actor, @Args('input') input: DefineGridInput): Promise<GridModel> {
    const id = uuidv7();
    return this.commands.run(actor, {
      mutation: 'defineGrid',
      input,
      aggregateId: id,
      first: (tx) => this.grids.defineGrid(tx, actor, id, input),
      repeat: (tx, earlier) => this.grids.getGridById(tx, earlier),
    });
  }
}

@Resolver(() => AreaModel)
export class AreaGridsResolver {
  @ResolveField(() => [GridModel], {
    description: 'The grids (网格) of a village, by code; none for other levels.',
  })
  grids(@Parent() area: AreaModel, @CurrentScope() scope: LianxinContext['scope']): Promise<GridModel[]> {
    return scope.load('grids by area', Number(area.id), gridsOfAreas);
  }
}
