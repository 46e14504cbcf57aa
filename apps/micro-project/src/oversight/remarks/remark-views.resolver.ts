import { Access, Allow, CurrentActor, CurrentScope, SignedIn, SqlParameters } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { AreaReplica } from '@lianxin/replicas';
import { checkPageSize, Clock, CursorSigner, PageArgs, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectModel } from '../../projects/project.model.js';
import {
  RemarkConnection,
  RemarkModel,
  RemarksArgs,
  RemarkStandingModel,
  toRemarkModel,
  toRemarkStandingModel,
} from './remark.model.js';
import { findRemarksIn, findRemarksOfPerson, remarksOfProjects } from './remarks.queries.js';
import type { Remark, RemarksPage } from './remarks.queries.js';

type Scope = LianxinContext['scope'];

const CURSOR = 'remarks';

@Resolver(() => RemarkModel)
export class RemarkViewsResolver {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly cursors: CursorSigner,
  ) {}

  @Query(() => RemarkConnection, {
    description:
      'Remarks on the projects of an area (监督意见台账), for the offices that answer them or watch, newest first.',
  })
  @Allow('read', 'ProjectRemark')
  async microProjectRemarks(
    @Args() { areaCode, ...args }: RemarksArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<RemarkModel>> {
    const page = this.pageOf(args);
    const rows = await scope.read(async (tx) => {
      const { code } = await this.areas.getByCode(tx, areaCode);
      this.access.require(actor, 'read', 'ProjectRemark', { areaCode: code });
      return findRemarksIn(tx, code, page, new SqlParameters());
    });
    return this.toConnection(rows, args, page.now);
  }

  @Query(() => RemarkConnection, {
    description:
      "The caller's own remarks (我的监督意见), newest first; what was anonymous is asked for by its slip.",
  })
  @SignedIn()
  async myMicroProjectRemarks(
    @Args() args: PageArgs,
    @CurrentActor() { subject }: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<RemarkModel>> {
    const page = this.pageOf(args);
    const rows = await scope.read((tx) => findRemarksOfPerson(tx, subject, page, new SqlParameters()));
    return this.toConnection(rows, args, page.now);
  }

  private pageOf({ first, after, ...filter }: Omit<RemarksArgs, 'areaCode'>): RemarksPage {
    return {
      ...filter,
      first: checkPageSize(first),
      after: this.cursors.verify(CURSOR, after),
      now: this.clock.now(),
    };
  }

  private toConnection(
    rows: readonly Remark[],
    { first, after }: PageArgs,
    now: Date,
  ): Connection<RemarkModel> {
    const cursorOf = ({ madeAt, id }: Remark): string =>
      this.cursors.sign(CURSOR, [madeAt.toISOString(), id]);
    return toConnection(rows, {
      first,
      after,
      cursorOf,
      toNode: (remark: Remark) => toRemarkModel(remark, now),
    });
  }
}

@Resolver(() => ProjectModel)
export class ProjectRemarksResolver {
  constructor(private readonly clock: Clock) {}

  @ResolveField(() => [RemarkStandingModel], {
    description: 'Remarks on it and their answers (监督意见), oldest first; at most the latest 50.',
  })
  async remarks(
    @Parent() { id }: ProjectModel,
    @CurrentScope() scope: Scope,
  ): Promise<RemarkStandingModel[]> {
    const standings = await scope.load('remarks of projects', id, remarksOfProjects);
    return standings.map((standing) => toRemarkStandingModel(standing, this.clock.now()));
  }
}
