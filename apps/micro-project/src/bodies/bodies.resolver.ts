import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { v7 as uuidv7 } from 'uuid';
import { BodiesService } from './bodies.service.js';
import { BodyModel, SetBodyMembersInput, toBodyModel } from './body.model.js';

@Resolver(() => BodyModel)
export class BodiesResolver {
  constructor(
    private readonly commands: Commands,
    private readonly bodies: BodiesService,
  ) {}

  @Mutation(() => BodyModel, {
    description: 'Registers who belongs to a deciding body from a day on (登记议事机构成员).',
  })
  @Allow('setMembers', 'DecidingBody')
  async setBodyMembers(
    @CurrentActor() actor: Actor,
    @Args('input') input: SetBodyMembersInput,
  ): Promise<BodyModel> {
    const id = uuidv7();
    const body = await this.commands.run(actor, {
      mutation: 'setBodyMembers',
      input,
      aggregateId: id,
      first: (tx) => this.bodies.setBodyMembers(tx, actor, id, input),
      repeat: (tx, earlier) => this.bodies.getBody(tx, actor, earlier),
    });
    return toBodyModel(body);
  }

  @Query(() => [BodyModel], {
    description: 'The deciding bodies of an area and inside it, as they stand today; at most 500.',
  })
  @Allow('read', 'DecidingBody')
  async decidingBodies(
    @Args('areaCode', { description: 'Code of the area.' }) areaCode: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<BodyModel[]> {
    const bodies = await scope.read((tx) => this.bodies.findBodies(tx, actor, areaCode));
    return bodies.map(toBodyModel);
  }
}
