import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import { checkPageSize, Commands, CursorSigner, PageArgs, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { AreaModel, toAreaModel } from '../area.model.js';
import { areasOfIds } from '../areas.queries.js';
import type { AreaChange, AreaChangeState } from './area-change.entity.js';
import { DecideAreaChangesInput } from './area-change.inputs.js';
import {
  AreaChangeConnection,
  AreaChangeModel,
  AreaChangeStateEnum,
  toAreaChangeModel,
} from './area-change.model.js';
import { AreaChangesService } from './area-changes.service.js';

const CURSOR = 'area-changes';

@Resolver(() => AreaChangeModel)
export class AreaChangesResolver {
  constructor(
    private readonly commands: Commands,
    private readonly changes: AreaChangesService,
    private readonly cursors: CursorSigner,
    private readonly cipher: PersonalDataCipher,
  ) {}

  @Query(() => AreaChangeConnection, {
    description: 'Changes of areas that the caller may decide, in the order of codes (区划变更).',
  })
  @Allow('decide', 'AreaChange')
  async areaChanges(
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
    @Args('state', {
      type: () => AreaChangeStateEnum,
      defaultValue: 'PROPOSED',
      description: 'Where they stand.',
    })
    state: AreaChangeState,
    @Args() page: PageArgs,
  ): Promise<Connection<AreaChangeModel>> {
    const count = checkPageSize(page.first) + 1;
    const after = page.after === undefined ? [] : this.cursors.verify(CURSOR, page.after);
    const rows = await scope.read((tx) => this.changes.findAreaChanges(tx, actor, { state, after, count }));
    const cursorOf = ({ code, id }: AreaChange): string => this.cursors.sign(CURSOR, [code, id]);
    return toConnection(rows, { ...page, cursorOf, toNode: toAreaChangeModel });
  }

  @ResolveField(() => AreaModel, {
    nullable: true,
    description: 'The area; none while a new one is not approved.',
  })
  async area(
    @CurrentScope() scope: LianxinContext['scope'],
    @Parent() change: AreaChangeModel,
  ): Promise<AreaModel | null> {
    const area = change.areaId === null ? null : await scope.load('areas by id', change.areaId, areasOfIds);
    return area && toAreaModel(area);
  }

  @Mutation(() => [AreaChangeModel], { description: 'Approves or rejects changes that an import proposed.' })
  @Allow('decide', 'AreaChange')
  async decideAreaChanges(
    @CurrentActor() actor: Actor,
    @Args('input') input: DecideAreaChangesInput,
  ): Promise<AreaChangeModel[]> {
    const sealer = await this.cipher.sealerFor(actor.subject);
    const decided = await this.commands.run(actor, {
      mutation: 'decideAreaChanges',
      input,
      aggregateId: input.ids[0] ?? '',
      first: (tx) => this.changes.decideAreaChanges(tx, actor, input, sealer),
      repeat: (tx) => this.changes.getAreaChanges(tx, actor, input.ids),
    });
    return decided.map(toAreaChangeModel);
  }
}
