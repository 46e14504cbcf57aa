import { Allow, CurrentActor, CurrentScope, SignedIn } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { checkPageSize, Commands, CursorSigner, PageArgs, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { v7 as uuidv7 } from 'uuid';
import type { AccessGrant } from './grant.entity.js';
import { GiveGrantInput, RevokeGrantInput } from './grant.inputs.js';
import { GrantConnection, GrantModel, toGrantModel } from './grant.model.js';
import { GrantsService } from './grants.service.js';

const CURSOR = 'grants';

@Resolver(() => GrantModel)
export class GrantsResolver {
  constructor(
    private readonly commands: Commands,
    private readonly grants: GrantsService,
    private readonly cursors: CursorSigner,
  ) {}

  @Query(() => [GrantModel], { description: 'The posts that the caller holds today.' })
  @SignedIn()
  async myGrants(
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<GrantModel[]> {
    const rows = await scope.read((tx) => this.grants.findGrantsOf(tx, actor.subject));
    return rows.map(toGrantModel);
  }

  @Query(() => GrantConnection, { description: 'Posts inside an area that have not ended, by area and id.' })
  @Allow('read', 'Grant')
  async grantsIn(
    @Args('areaCode', { description: 'Code of the area.' }) areaCode: string,
    @Args() page: PageArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<Connection<GrantModel>> {
    const first = checkPageSize(page.first);
    const after = this.cursors.verify(CURSOR, page.after);
    const rows = await scope.read((tx) => this.grants.findGrantsIn(tx, actor, { areaCode, first, after }));
    const cursorOf = (row: AccessGrant): string => this.cursors.sign(CURSOR, [row.areaCode, row.id]);
    return toConnection(rows, { first, after: page.after, cursorOf, toNode: toGrantModel });
  }

  @Mutation(() => GrantModel, {
    description: 'Gives a post; the giver holds a higher one over the same area.',
  })
  @Allow('give', 'Grant')
  giveGrant(@CurrentActor() actor: Actor, @Args('input') input: GiveGrantInput): Promise<GrantModel> {
    const id = uuidv7();
    return this.commands
      .run(actor, {
        mutation: 'giveGrant',
        input,
        aggregateId: id,
        first: (tx) => this.grants.giveGrant(tx, actor, id, input),
        repeat: (tx, earlier) => this.grants.getGrant(tx, actor, earlier),
      })
      .then(toGrantModel);
  }

  @Mutation(() => GrantModel, { description: 'Takes a post back; it ends everywhere within a minute.' })
  @Allow('revoke', 'Grant')
  revokeGrant(@CurrentActor() actor: Actor, @Args('input') input: RevokeGrantInput): Promise<GrantModel> {
    return this.commands
      .run(actor, {
        mutation: 'revokeGrant',
        input,
        aggregateId: input.grantId,
        first: (tx) => this.grants.revokeGrant(tx, actor, input),
        repeat: (tx, earlier) => this.grants.getGrant(tx, actor, earlier),
      })
      .then(toGrantModel);
  }
}
