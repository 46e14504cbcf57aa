import { Allow, CurrentActor, CurrentScope, Public } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import type { PolicyKey } from '@lianxin/policy';
import { Clock, Commands } from '@lianxin/service-kit';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { v7 as uuidv7 } from 'uuid';
import { AreasService } from '../areas/areas.service.js';
import { PoliciesService } from './policies.service.js';
import { OverridePolicyInput } from './policy.inputs.js';
import { POLICIES, PolicyModel, PolicyOverrideModel, toPolicyOverrideModel } from './policy.model.js';

@Resolver(() => PolicyModel)
export class PoliciesResolver {
  constructor(
    private readonly commands: Commands,
    private readonly policies: PoliciesService,
    private readonly areas: AreasService,
    private readonly clock: Clock,
  ) {}

  @Query(() => [PolicyModel], {
    name: 'policies',
    description: 'The regulation values (政策参数) in force for an area today.',
  })
  @Public()
  async policiesFor(
    @Args('areaCode', { description: 'Code of the area.' }) areaCode: string,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<PolicyModel[]> {
    const area = await scope.read((tx) => this.areas.getArea(tx, areaCode));
    const question = { areaCode: area.code, on: this.clock.now() };
    return POLICIES.map(({ key, description, source }) => {
      const { value, version } = this.policies.book.valueAt(key as PolicyKey, question);
      return {
        key,
        source,
        version,
        descriptionEn: description.en,
        descriptionZh: description.zh,
        valueJson: JSON.stringify(value),
      };
    });
  }

  @Mutation(() => PolicyOverrideModel, {
    description: 'Sets another value for an area, from tomorrow at the earliest.',
  })
  @Allow('override', 'Policy')
  async overridePolicy(
    @CurrentActor() actor: Actor,
    @Args('input') input: OverridePolicyInput,
  ): Promise<PolicyOverrideModel> {
    const id = uuidv7();
    const override = await this.commands.run(actor, {
      mutation: 'overridePolicy',
      input,
      aggregateId: id,
      first: (tx) => this.policies.overridePolicy(tx, actor, id, input),
      repeat: (tx, earlier) => this.policies.getOverride(tx, earlier),
    });
    await this.policies.refresh();
    return toPolicyOverrideModel(override);
  }
}
