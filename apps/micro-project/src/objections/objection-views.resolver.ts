import { Access, Allow, CurrentActor, CurrentScope, SignedIn, SqlParameters } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { AreaReplica } from '@lianxin/replicas';
import { checkPageSize, Clock, CursorSigner, PageArgs, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PublicNoticeModel } from '../notices/notice.model.js';
import { ProjectModel } from '../projects/project.model.js';
import {
  findObjectionsIn,
  findObjectionsOfPerson,
  standingsOfNotices,
  standingsOfProjects,
} from './objection-lists.queries.js';
import type { ObjectionPage } from './objection-lists.queries.js';
import { ObjectionsArgs } from './objection.args.js';
import {
  ObjectionConnection,
  ObjectionModel,
  ObjectionStandingModel,
  toObjectionModel,
  toStandingModel,
} from './objection.model.js';
import type { Objection } from './objection.row.js';
import { READABLE_OBJECTIONS } from './objection.rules.js';

type Scope = LianxinContext['scope'];

const CURSOR = 'objections';

@Resolver(() => ObjectionModel)
export class ObjectionViewsResolver {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly cursors: CursorSigner,
  ) {}

  @Query(() => ObjectionConnection, {
    description:
      'Objections in an area (异议台账), for the office that rules on them and those above, newest first. A village reads those alone whose objectors allow it.',
  })
  @Allow('read', 'Objection')
  async objections(
    @Args() { areaCode, ...args }: ObjectionsArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<ObjectionModel>> {
    const parameters = new SqlParameters();
    const readable = this.access.filter(actor, READABLE_OBJECTIONS, parameters);
    const page = this.pageOf(args);
    const rows = await scope.read(async (tx) => {
      const { code } = await this.areas.getByCode(tx, areaCode);
      return findObjectionsIn(tx, code, page, { parameters, readable });
    });
    return this.toConnection(rows, args, page.now);
  }

  @Query(() => ObjectionConnection, {
    description:
      "The caller's own objections (我的异议), newest first; what was anonymous is asked for by its slip.",
  })
  @SignedIn()
  async myObjections(
    @Args() args: PageArgs,
    @CurrentActor() { subject }: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<ObjectionModel>> {
    const page = this.pageOf(args);
    const rows = await scope.read((tx) => findObjectionsOfPerson(tx, subject, page, new SqlParameters()));
    return this.toConnection(rows, args, page.now);
  }

  private pageOf({ first, after, ...filter }: Omit<ObjectionsArgs, 'areaCode'>): ObjectionPage {
    return {
      ...filter,
      first: checkPageSize(first),
      after: this.cursors.verify(CURSOR, after),
      now: this.clock.now(),
    };
  }

  private toConnection(
    rows: readonly Objection[],
    { first, after }: PageArgs,
    now: Date,
  ): Connection<ObjectionModel> {
    const cursorOf = ({ raisedAt, id }: Objection): string =>
      this.cursors.sign(CURSOR, [raisedAt.toISOString(), id]);
    const toNode = (objection: Objection): ObjectionModel => toObjectionModel(objection, now);
    return toConnection(rows, { first, after, cursorOf, toNode });
  }
}

@Resolver(() => ProjectModel)
export class ProjectObjectionsResolver {
  @ResolveField(() => [ObjectionStandingModel], {
    description: 'How each objection to it stands (异议情况), oldest first; at most the latest 50.',
  })
  async objections(
    @Parent() { id }: ProjectModel,
    @CurrentScope() scope: Scope,
  ): Promise<ObjectionStandingModel[]> {
    return (await scope.load('objections of projects', id, standingsOfProjects)).map(toStandingModel);
  }
}

@Resolver(() => PublicNoticeModel)
export class NoticeObjectionsResolver {
  @ResolveField(() => [ObjectionStandingModel], {
    description: 'How each objection to it stands (异议情况), oldest first; at most the latest 50.',
  })
  async objections(
    @Parent() { noticeId }: PublicNoticeModel,
    @CurrentScope() scope: Scope,
  ): Promise<ObjectionStandingModel[]> {
    if (noticeId === null) return [];
    return (await scope.load('objections of notices', noticeId, standingsOfNotices)).map(toStandingModel);
  }
}
