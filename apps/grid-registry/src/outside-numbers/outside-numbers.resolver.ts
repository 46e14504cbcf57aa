import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import { GridEventsReader } from '../grid-event-views/grid-events.reader.js';
import { GridEventModel, toGridEventModel } from '../grid-events/grid-event.model.js';
import type { OutsideSystem } from './outside-number.errors.js';
import { AddOutsideNumberInput, OutsideSystemEnum } from './outside-number.inputs.js';
import { OutsideNumberModel } from './outside-number.model.js';
import { OutsideNumbers } from './outside-numbers.js';
import { findEventOfNumber, numbersOfEvents } from './outside-numbers.queries.js';
import { OutsideNumbersService } from './outside-numbers.service.js';

type Scope = LianxinContext['scope'];

@Resolver(() => GridEventModel)
export class OutsideNumbersResolver {
  constructor(
    private readonly commands: Commands,
    private readonly steps: GridEventSteps,
    private readonly reader: GridEventsReader,
    private readonly numbers: OutsideNumbers,
    private readonly service: OutsideNumbersService,
  ) {}

  @Mutation(() => GridEventModel, {
    description: 'Keeps a further number that another system gave the matter (登记外部编号).',
  })
  @Allow('addOutsideNumber', 'GridEvent')
  async addOutsideNumber(
    @CurrentActor() actor: Actor,
    @Args('input') input: AddOutsideNumberInput,
  ): Promise<GridEventModel> {
    const event = await this.commands.run(actor, {
      mutation: 'addOutsideNumber',
      input,
      aggregateId: input.gridEventId,
      first: (tx) => this.service.addOutsideNumber(tx, actor, input),
      repeat: (tx, earlier) => this.steps.get(tx, actor, earlier),
    });
    return toGridEventModel(event);
  }

  @Query(() => GridEventModel, {
    nullable: true,
    description:
      'The event that another system knows by this number (按外部编号查询); null if there is none that the caller may see.',
  })
  @Allow('read', 'GridEvent')
  async gridEventByOutsideReference(
    @Args('system', { type: () => OutsideSystemEnum, description: 'The system.' }) system: OutsideSystem,
    @Args('number', { description: 'The number there.' }) number: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<GridEventModel | null> {
    const checked = this.numbers.check({ system, number });
    const id = await scope.read((tx) => findEventOfNumber(tx, system, checked.number));
    const event = id === null ? null : await this.reader.load(scope, actor, id);
    return event && toGridEventModel(event);
  }

  @ResolveField(() => [OutsideNumberModel], {
    description: 'Its numbers at other systems (外部编号), as they came in.',
  })
  outsideNumbers(
    @Parent() event: GridEventModel,
    @CurrentScope() scope: Scope,
  ): Promise<OutsideNumberModel[]> {
    return scope.load('outside numbers by event', event.id, numbersOfEvents);
  }
}
