import { CurrentScope, Public } from '@lianxin/access';
import type { LianxinContext } from '@lianxin/access';
import { checkPageSize, CursorSigner, PageArgs, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { lowerLevelOf } from './area-code.js';
import type { AreaLevel } from './area-code.js';
import type { Area } from './area.entity.js';
import {
  AreaConnection,
  AreaLevelEnum,
  AreaModel,
  AreaVersionModel,
  toAreaModel,
  toAreaVersionModel,
} from './area.model.js';
import { areasOfIds, childrenOf, findAreasWithin, successorsOf, versionsOf } from './areas.queries.js';
import { AreasService } from './areas.service.js';

type Scope = LianxinContext['scope'];

const CURSOR = 'areas';

@Resolver(() => AreaModel)
export class AreasResolver {
  constructor(
    private readonly areas: AreasService,
    private readonly cursors: CursorSigner,
  ) {}

  @Query(() => AreaModel, { description: 'The area that has this code today (行政区划).' })
  @Public()
  area(@CurrentScope() scope: Scope, @Args('code') code: string): Promise<AreaModel> {
    return scope.read((tx) => this.areas.getArea(tx, code)).then(toAreaModel);
  }

  @Query(() => AreaConnection, {
    name: 'areas',
    description: 'The areas inside an area, itself included, in the order of their codes.',
  })
  @Public()
  async areasWithin(
    @CurrentScope() scope: Scope,
    @Args('within', { description: 'Code of an area.' }) within: string,
    @Args('level', { type: () => AreaLevelEnum, nullable: true, description: 'Only those of this level.' })
    level: AreaLevel | null,
    @Args() page: PageArgs,
  ): Promise<Connection<AreaModel>> {
    const place = this.placeOf(page);
    const rows = await scope.read(async (tx) => {
      const { code } = await this.areas.getArea(tx, within);
      return findAreasWithin(tx, { within: code, level, ...place });
    });
    return this.toPage(rows, page);
  }

  @ResolveField(() => AreaModel, { nullable: true, description: 'The area one level up.' })
  parent(@CurrentScope() scope: Scope, @Parent() area: AreaModel): Promise<AreaModel | null> | null {
    return area.parentId === null ? null : loadArea(scope, area.parentId);
  }

  @ResolveField(() => AreaConnection, {
    description: 'The areas one level down, in the order of their codes.',
  })
  async children(
    @CurrentScope() scope: Scope,
    @Parent() area: AreaModel,
    @Args() page: PageArgs,
  ): Promise<Connection<AreaModel>> {
    const place = this.placeOf(page);
    const level = lowerLevelOf(area.level);
    if (!level || area.validUntil) return this.toPage([], page);
    const key = { parentCode: area.code, level, ...place };
    return this.toPage(await scope.load('children of areas', key, childrenOf), page);
  }

  @ResolveField(() => [AreaVersionModel], {
    description: 'What it was before each change, oldest first (历史沿革).',
  })
  async formerVersions(@CurrentScope() scope: Scope, @Parent() area: AreaModel): Promise<AreaVersionModel[]> {
    return (await scope.load('former versions of areas', Number(area.id), versionsOf)).map(
      toAreaVersionModel,
    );
  }

  @ResolveField(() => [AreaModel], {
    description: 'The areas that took over when there was no such area any more.',
  })
  async successors(@CurrentScope() scope: Scope, @Parent() area: AreaModel): Promise<AreaModel[]> {
    return (await scope.load('successors of areas', Number(area.id), successorsOf)).map(toAreaModel);
  }

  @ResolveReference()
  @Public()
  resolveReference(reference: { id: string }, context: LianxinContext): Promise<AreaModel | null> {
    return loadArea(context.scope, Number(reference.id));
  }

  private placeOf(page: PageArgs): { after: string; count: number } {
    const [after = ''] = this.cursors.verify(CURSOR, page.after);
    return { after: String(after), count: checkPageSize(page.first) + 1 };
  }

  private toPage(rows: readonly Area[], page: PageArgs): Connection<AreaModel> {
    return toConnection(rows, {
      ...page,
      cursorOf: (area) => this.cursors.sign(CURSOR, [area.code]),
      toNode: toAreaModel,
    });
  }
}

async function loadArea(scope: Scope, id: number): Promise<AreaModel | null> {
  const area = await scope.load('areas by id', id, areasOfIds);
  return area && toAreaModel(area);
}
