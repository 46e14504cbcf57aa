import { Access, Allow, CurrentActor, CurrentScope, Public } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { NeedChannelAdded } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { Clock, Commands } from '@lianxin/service-kit';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Words } from '../words/words.js';
import { NeedChannelCodeError } from './need-channel.errors.js';
import { AddNeedChannelInput, NeedChannelModel } from './need-channel.model.js';
import { findNeedChannel, insertNeedChannel, needChannels } from './need-channels.queries.js';
import type { NeedChannel } from './need-channels.queries.js';

const CODE = /^[A-Z][A-Z0-9_]{0,39}$/;

/** S0-08: the list of channels that begins with five. */
@Resolver(() => NeedChannelModel)
export class NeedChannelsResolver {
  constructor(
    private readonly access: Access,
    private readonly commands: Commands,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly words: Words,
  ) {}

  @Query(() => [NeedChannelModel], {
    description: 'The ways by which needs are collected (征集渠道), S0-08; at most 200.',
  })
  @Public()
  needChannels(@CurrentScope() scope: LianxinContext['scope']): Promise<NeedChannelModel[]> {
    return scope.read(needChannels);
  }

  @Mutation(() => NeedChannelModel, { description: 'Opens one more way to collect needs (新增征集渠道).' })
  @Allow('addChannel', 'Need')
  async addNeedChannel(
    @CurrentActor() actor: Actor,
    @Args('input') input: AddNeedChannelInput,
  ): Promise<NeedChannelModel> {
    const id = uuidv7();
    return this.commands.run(actor, {
      ...{ mutation: 'addNeedChannel', input, aggregateId: id },
      first: (tx) => this.add(tx, actor, id, input),
      repeat: async (tx) => {
        const channel = await findNeedChannel(tx, input.code);
        if (!channel) throw new NeedChannelCodeError();
        return channel;
      },
    });
  }

  /** @throws NeedChannelCodeError, PersonalNumberError, TextTooLongError, TextEmptyError */
  private async add(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: AddNeedChannelInput,
  ): Promise<NeedChannel> {
    const grant = this.access.require(actor, 'addChannel', 'Need', {});
    if (!CODE.test(input.code)) throw new NeedChannelCodeError();
    const limit = 'micro-project.channel-name-characters';
    const channel: NeedChannel = {
      ...{ id, code: input.code },
      nameEn: await this.words.published(input.nameEn, 'nameEn', limit),
      nameZh: await this.words.published(input.nameZh, 'nameZh', limit),
    };
    const at = this.clock.now();
    if (!(await insertNeedChannel(tx, channel, { by: actor.subject, at }))) throw new NeedChannelCodeError();
    await this.journal.record(tx, actor, {
      ...{ event: NeedChannelAdded, aggregateId: id, areaCode: grant.areaCode, grant },
      data: { channel: channel.code, at: at.toISOString() },
      isFirst: true,
    });
    return channel;
  }
}
