import { CurrentScope, Public } from '@lianxin/access';
import type { LianxinContext } from '@lianxin/access';
import type { Connection, Language } from '@lianxin/service-kit';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { AreaReference } from '../references/area.reference.js';
import { NoticesArgs, NoticesInAreaArgs } from './notice.args.js';
import { NoticeChannels } from './notice-channels.js';
import type { Channels } from './notice-channels.js';
import { PublicNoticeConnection, PublicNoticeModel } from './notice.model.js';
import { PublicNoticesReader } from './public-notices.reader.js';

type Scope = LianxinContext['scope'];

@Resolver(() => PublicNoticeModel)
export class PublicNoticesResolver {
  constructor(
    private readonly channels: NoticeChannels,
    private readonly reader: PublicNoticesReader,
  ) {}

  @Query(() => PublicNoticeConnection, {
    description:
      'The notice board of an area (公示栏), newest first: what is open to objection, and emergencies that have no notice yet. Needs no sign-in.',
  })
  @Public()
  publicNotices(
    @Args() { areaCode, ...args }: NoticesInAreaArgs,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<PublicNoticeModel>> {
    return this.reader.page(scope, areaCode, args);
  }

  @ResolveField(() => AreaReference, { description: 'The village (村、社区).' })
  area(@Parent() { villageId }: PublicNoticeModel): AreaReference {
    return { id: String(villageId) };
  }

  @ResolveField(() => String, {
    description: 'Who objects how, with an account or without (提出异议的方式), in the language asked for.',
  })
  async howToObject(
    @Parent() notice: PublicNoticeModel,
    @CurrentScope() scope: Scope,
    @Context('language') language: Language,
  ): Promise<string> {
    return (await this.printed(notice, scope, language)).howToObject;
  }

  @ResolveField(() => String, {
    description: 'To whom an objection goes, who rules (异议受理单位), in the language asked for.',
  })
  async objectionChannel(
    @Parent() notice: PublicNoticeModel,
    @CurrentScope() scope: Scope,
    @Context('language') language: Language,
  ): Promise<string> {
    return (await this.printed(notice, scope, language)).objectionChannel;
  }

  @ResolveField(() => String, {
    description: 'Where to turn to after a ruling (后续反映渠道), in the language asked for.',
  })
  async onwardChannel(
    @Parent() notice: PublicNoticeModel,
    @CurrentScope() scope: Scope,
    @Context('language') language: Language,
  ): Promise<string> {
    return (await this.printed(notice, scope, language)).onwardChannel;
  }

  private async printed(notice: PublicNoticeModel, scope: Scope, language: Language): Promise<Channels> {
    const offices = await scope.load('offices of villages', notice.villageCode, this.channels.officesOf);
    return this.channels.printed(notice, offices, language);
  }
}

@Resolver(() => AreaReference)
export class AreaNoticesResolver {
  constructor(private readonly reader: PublicNoticesReader) {}

  @ResolveField(() => PublicNoticeConnection, {
    description: 'The notice board of the area (公示栏), newest first. Needs no sign-in.',
  })
  @Public()
  publicNotices(
    @Parent() { id }: AreaReference,
    @Args() args: NoticesArgs,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<PublicNoticeModel>> {
    return this.reader.pageOfArea(scope, id, args);
  }
}
