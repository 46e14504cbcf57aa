import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { v7 as uuidv7 } from 'uuid';
import { DrawFollowUpSampleInput, RecordFollowUpSpotCheckInput } from './follow-up-sample.inputs.js';
import { FollowUpSampleModel, SampledFollowUpModel } from './follow-up-sample.model.js';
import { sampledOf } from './follow-up-samples.queries.js';
import { FollowUpSamplesService } from './follow-up-samples.service.js';

type Scope = LianxinContext['scope'];

@Resolver(() => FollowUpSampleModel)
export class FollowUpSamplesResolver {
  constructor(
    private readonly commands: Commands,
    private readonly samples: FollowUpSamplesService,
  ) {}

  @Mutation(() => FollowUpSampleModel, {
    description: 'Draws closed events whose follow-ups somebody else is to check (回访抽查抽样).',
  })
  @Allow('draw', 'FollowUpSample')
  drawFollowUpSample(
    @CurrentActor() actor: Actor,
    @Args('input') input: DrawFollowUpSampleInput,
  ): Promise<FollowUpSampleModel> {
    const id = uuidv7();
    return this.commands.run(actor, {
      mutation: 'drawFollowUpSample',
      input,
      aggregateId: id,
      first: (tx) => this.samples.drawFollowUpSample(tx, actor, id, input),
      repeat: (tx, earlier) => this.samples.getSample(tx, actor, earlier),
    });
  }

  @Mutation(() => FollowUpSampleModel, {
    description:
      'Records what a drawn reporter answered (回访抽查登记), by somebody who neither handled the event nor followed it up.',
  })
  @Allow('check', 'FollowUpSample')
  recordFollowUpSpotCheck(
    @CurrentActor() actor: Actor,
    @Args('input') input: RecordFollowUpSpotCheckInput,
  ): Promise<FollowUpSampleModel> {
    return this.commands.run(actor, {
      mutation: 'recordFollowUpSpotCheck',
      input,
      aggregateId: input.sampleId,
      first: (tx) => this.samples.recordFollowUpSpotCheck(tx, actor, input),
      repeat: (tx, earlier) => this.samples.getSample(tx, actor, earlier),
    });
  }

  @Query(() => FollowUpSampleModel, { description: 'One sample of follow-ups (回访抽查样本).' })
  @Allow('read', 'FollowUpSample')
  followUpSample(
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<FollowUpSampleModel> {
    return scope.read((tx) => this.samples.getSample(tx, actor, id));
  }

  @Query(() => [FollowUpSampleModel], {
    description: 'Samples of an area and inside it, newest first; at most 100.',
  })
  @Allow('read', 'FollowUpSample')
  followUpSamples(
    @Args('areaCode', { description: 'Code of the area.' }) areaCode: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<FollowUpSampleModel[]> {
    return scope.read((tx) => this.samples.findSamples(tx, actor, areaCode));
  }

  @ResolveField(() => [SampledFollowUpModel], {
    description: 'What was drawn, in the order of the draw; at most 500.',
  })
  drawn(
    @Parent() sample: FollowUpSampleModel,
    @CurrentScope() scope: Scope,
  ): Promise<SampledFollowUpModel[]> {
    return scope.load('drawn follow-ups', sample.id, sampledOf);
  }
}
