import { CurrentScope } from '@lianxin/access';
import type { LianxinContext } from '@lianxin/access';
import { checkPageSize, CursorSigner, PageArgs, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, ArgsType, Field, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { ParkedState } from '../../inbox/parked-messages.js';
import { ConsumersService } from '../traffic/consumers.service.js';
import { InterventionsService } from '../interventions.service.js';
import type { Intervention } from '../interventions.service.js';
import { ParkedOperationsService } from '../parked/parked-operations.service.js';
import type { ParkedView } from '../parked/parked-message.view.js';
import { SealsService } from '../sealed/seals.service.js';
import type { SealView } from '../sealed/seals.service.js';
import { TrafficService } from '../traffic/traffic.service.js';
import { VerificationService } from '../sealed/verification.service.js';
import { InterventionConnection, InterventionModel, toInterventionModel } from './intervention.model.js';
import { ConsumerModel, JournalModel, TopicLagModel, TrafficModel } from './journal.model.js';
import {
  ParkedMessageConnection,
  ParkedMessageModel,
  ParkedMessageStateEnum,
  toParkedMessageModel,
} from './parked-message.model.js';
import { SealConnection, SealModel, VerdictModel } from './seal.model.js';

const PARKED_CURSOR = 'parked-messages';
const INTERVENTIONS_CURSOR = 'journal-interventions';
const SEALS_CURSOR = 'journal-seals';

type Scope = LianxinContext['scope'];

@ArgsType()
export class ParkedMessagesArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only those of this consumer.' })
  consumer?: string | null;

  @Field(() => ParkedMessageStateEnum, { nullable: true, description: 'Only those in this state.' })
  state?: ParkedState | null;
}

/** What can be asked of a journal; the root field that hands it out is guarded. */
@Resolver(() => JournalModel)
export class JournalFieldsResolver {
  constructor(
    private readonly traffics: TrafficService,
    private readonly consumersOf: ConsumersService,
    private readonly parked: ParkedOperationsService,
    private readonly record: InterventionsService,
    private readonly cursors: CursorSigner,
  ) {}

  @ResolveField(() => TrafficModel, { description: 'How far it got on its way out (发布进度).' })
  traffic(@CurrentScope() scope: Scope): Promise<TrafficModel> {
    return scope.read((tx) => this.traffics.read(tx));
  }

  @ResolveField(() => [ConsumerModel], { description: 'The consumers of events in this service (消费者).' })
  consumers(): ConsumerModel[] {
    return this.consumersOf.names().map((name) => ({ name }));
  }

  @ResolveField(() => ParkedMessageConnection, {
    description: 'Messages that could not be applied, in the order in which they were set aside (暂存消息).',
  })
  async parkedMessages(
    @Args() page: ParkedMessagesArgs,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<ParkedMessageModel>> {
    const first = checkPageSize(page.first);
    const [after = 0] = this.cursors.verify(PARKED_CURSOR, page.after);
    const { consumer = null, state = null } = page;
    const query = { consumer, state, count: first + 1, after: Number(after) };
    const rows = await scope.read((tx) => this.parked.findParkedMessages(tx, query));
    const cursorOf = (row: ParkedView): string => this.cursors.sign(PARKED_CURSOR, [row.id]);
    return toConnection(rows, { first, after: page.after, cursorOf, toNode: toParkedMessageModel });
  }

  @ResolveField(() => ParkedMessageModel, { description: 'One of them, with its whole value.' })
  async parkedMessage(
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
    @CurrentScope() scope: Scope,
  ): Promise<ParkedMessageModel> {
    return toParkedMessageModel(await scope.read((tx) => this.parked.getParkedMessage(tx, id)));
  }

  @ResolveField(() => InterventionConnection, {
    description: 'What operators did to this service’s traffic of events, newest first (处置记录).',
  })
  async interventions(
    @Args() page: PageArgs,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<InterventionModel>> {
    const first = checkPageSize(page.first);
    const [last] = this.cursors.verify(INTERVENTIONS_CURSOR, page.after);
    const before = last === undefined ? null : Number(last);
    const rows = await scope.read((tx) => this.record.findInterventions(tx, { count: first + 1, before }));
    const cursorOf = (row: Intervention): string => this.cursors.sign(INTERVENTIONS_CURSOR, [row.ordinal]);
    return toConnection(rows, { first, after: page.after, cursorOf, toNode: toInterventionModel });
  }

  @ResolveField(() => InterventionModel, {
    description: 'One of those, with the whole value of what was discarded.',
  })
  async intervention(
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
    @CurrentScope() scope: Scope,
  ): Promise<InterventionModel> {
    return toInterventionModel(await scope.read((tx) => this.record.getIntervention(tx, id)));
  }
}

@Resolver(() => JournalModel)
export class JournalSealsResolver {
  constructor(
    private readonly sealsOf: SealsService,
    private readonly verifying: VerificationService,
    private readonly cursors: CursorSigner,
  ) {}

  @ResolveField(() => SealConnection, {
    description: 'The signed seals over the journal (封存), newest first.',
  })
  async seals(@Args() page: PageArgs, @CurrentScope() scope: Scope): Promise<Connection<SealModel>> {
    const first = checkPageSize(page.first);
    const [last] = this.cursors.verify(SEALS_CURSOR, page.after);
    const before = last === undefined ? null : Number(last);
    const rows = await scope.read((tx) => this.sealsOf.findSeals(tx, { count: first + 1, before }));
    const cursorOf = (row: SealView): string => this.cursors.sign(SEALS_CURSOR, [row.ordinal]);
    return toConnection(rows, { first, after: page.after, cursorOf, toNode: (row) => row });
  }

  @ResolveField(() => VerdictModel, {
    description: 'Walks the whole journal now, or tells of a walk at most a minute old (验证).',
  })
  verification(): Promise<VerdictModel> {
    return this.verifying.verifyForRequest();
  }
}

@Resolver(() => ConsumerModel)
export class JournalConsumersResolver {
  constructor(private readonly consumers: ConsumersService) {}

  @ResolveField(() => [TopicLagModel], {
    nullable: true,
    description:
      'How far it is behind on each of its topics (积压); none while the transport does not answer.',
  })
  lag(@Parent() consumer: ConsumerModel): Promise<TopicLagModel[]> {
    return this.consumers.lagOf(consumer.name);
  }
}

@Resolver(() => ParkedMessageModel)
export class ParkedMessageHistoryResolver {
  constructor(private readonly record: InterventionsService) {}

  @ResolveField(() => [InterventionModel], {
    description: 'What operators did to it so far, newest first, the latest 20.',
  })
  async interventions(
    @Parent() message: ParkedMessageModel,
    @CurrentScope() scope: Scope,
  ): Promise<InterventionModel[]> {
    const acts = await scope.load(
      'interventions of parked messages',
      Number(message.id),
      (tx, ids: readonly number[]) => this.record.findActsOn(tx, ids),
    );
    return acts.map(toInterventionModel);
  }
}
