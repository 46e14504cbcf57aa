import { Access, Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import { shanghaiDay } from '@lianxin/policy';
import { AreaReplica } from '@lianxin/replicas';
import {
  checkPageSize,
  Clock,
  Commands,
  CursorSigner,
  NotFoundError,
  PageArgs,
  toConnection,
} from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { v7 as uuidv7 } from 'uuid';
import { NeedModel, toNeedModel } from '../needs/need.model.js';
import { needIn } from '../needs/need.rules.js';
import { NeedsReader } from '../need-views/needs.reader.js';
import { AreaReference } from '../references/area.reference.js';
import { DiscussingService } from './discussing.service.js';
import { RecordNeedsDiscussionInput } from './discussion.inputs.js';
import {
  DiscussedNeedModel,
  DiscussionConnection,
  DiscussionModel,
  DiscussionStatusModel,
  toDiscussionModel,
} from './discussion.model.js';
import { discussionStatusIn, findDiscussion, findDiscussions, outcomesOf } from './discussions.queries.js';
import type { Discussion } from './discussions.queries.js';

type Scope = LianxinContext['scope'];

const CURSOR = 'needs discussions';

@Resolver(() => DiscussionModel)
export class DiscussionsResolver {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly cipher: PersonalDataCipher,
    private readonly clock: Clock,
    private readonly commands: Commands,
    private readonly cursors: CursorSigner,
    private readonly discussing: DiscussingService,
  ) {}

  @Mutation(() => DiscussionModel, {
    description:
      'Records what the two committees made of the needs collected (登记“两委”研究), S0-09, S0-10.',
  })
  @Allow('discuss', 'Need')
  async recordNeedsDiscussion(
    @CurrentActor() actor: Actor,
    @Args('input') input: RecordNeedsDiscussionInput,
  ): Promise<DiscussionModel> {
    const id = uuidv7();
    const sealer = await this.cipher.sealerFor(actor.subject);
    const discussion = await this.commands.run(actor, {
      ...{ mutation: 'recordNeedsDiscussion', input, aggregateId: id },
      first: (tx) => this.discussing.recordNeedsDiscussion(tx, actor, { id, input, sealer }),
      repeat: async (tx, earlier) => {
        const found = await findDiscussion(tx, earlier);
        if (!found) throw new NotFoundError('NeedsDiscussion', earlier);
        this.access.require(actor, 'readInside', 'Need', needIn(found.villageCode));
        return found;
      },
    });
    return toDiscussionModel(discussion);
  }

  @Query(() => DiscussionConnection, {
    description: 'Meetings about needs in an area and inside it (“两委”研究记录), newest first.',
  })
  @Allow('readInside', 'Need')
  async needsDiscussions(
    @Args('areaCode', { description: 'Code of the area.' }) areaCode: string,
    @Args() { first, after }: PageArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<DiscussionModel>> {
    const code = await this.readableCode(scope, actor, areaCode);
    const page = { first: checkPageSize(first), after: this.cursors.verify(CURSOR, after) };
    const rows = await scope.read((tx) => findDiscussions(tx, code, page));
    const cursorOf = ({ heldOn, id }: Discussion): string => this.cursors.sign(CURSOR, [heldOn, id]);
    return toConnection(rows, { first, after, cursorOf, toNode: toDiscussionModel });
  }

  @Query(() => [DiscussionStatusModel], {
    description:
      'How the monthly discussing stands in each village of an area (需求研究情况), S0-09: what is open, what is late; at most 500.',
  })
  @Allow('readInside', 'Need')
  async discussionStatus(
    @Args('areaCode', { description: 'Code of the area.' }) areaCode: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<DiscussionStatusModel[]> {
    const code = await this.readableCode(scope, actor, areaCode);
    const today = shanghaiDay(this.clock.now());
    const rows = await scope.read((tx) => discussionStatusIn(tx, code, today));
    return rows.map((row) => Object.assign(new DiscussionStatusModel(), row));
  }

  @ResolveField(() => [DiscussedNeedModel], {
    description: 'What it made of each need it discussed (研究结果); at most 100.',
  })
  async outcomes(
    @Parent() { id }: DiscussionModel,
    @CurrentScope() scope: Scope,
  ): Promise<DiscussedNeedModel[]> {
    const outcomes = await scope.load('outcomes of discussions', id, outcomesOf);
    return outcomes.map((outcome) => Object.assign(new DiscussedNeedModel(), outcome));
  }

  private async readableCode(scope: Scope, actor: Actor, areaCode: string): Promise<string> {
    const { code } = await scope.read((tx) => this.areas.getByCode(tx, areaCode));
    this.access.require(actor, 'readInside', 'Need', needIn(code));
    return code;
  }
}

@Resolver(() => DiscussedNeedModel)
export class DiscussedNeedsResolver {
  constructor(private readonly needs: NeedsReader) {}

  @ResolveField(() => NeedModel, { nullable: true, description: 'The need, if the caller may see it.' })
  async need(
    @Parent() { needId }: DiscussedNeedModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<NeedModel | null> {
    const need = await this.needs.load(scope, actor, needId);
    return need && toNeedModel(need);
  }
}

@Resolver(() => DiscussionStatusModel)
export class DiscussionStatusResolver {
  @ResolveField(() => AreaReference, { description: 'The village (村、社区).' })
  area(@Parent() { villageId }: DiscussionStatusModel): AreaReference {
    return { id: String(villageId) };
  }
}
