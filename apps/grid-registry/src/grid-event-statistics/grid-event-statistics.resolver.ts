import { CurrentActor, CurrentScope, SignedIn } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { AreaModel } from '../areas/area.model.js';
import { GridEventCategoryEnum, toDepartmentModel } from '../departments/department.model.js';
import type { GridEventCategory } from '../departments/department.model.js';
import { departmentsOfIds } from '../departments/departments.queries.js';
import { DepartmentsService } from '../departments/departments.service.js';
import { checkPeriod } from '../grid-event-views/period.js';
import { gridsOfAreas } from '../grids/grids.queries.js';
import { GRID_CODE_LENGTH, GridsService } from '../grids/grids.service.js';
import {
  CategoryFiguresModel,
  DepartmentFiguresModel,
  GridEventsPerHouseholdsModel,
  GridEventStatisticsModel,
  GridFiguresModel,
} from './grid-event-statistics.model.js';
import { perHundred } from './rates.js';
import { StatisticsAccess } from './statistics.access.js';
import { StatisticsPlaceError } from './statistics.errors.js';
import { GridEventStatisticsReader } from './statistics.reader.js';
import type { Asked, StatisticsPlace } from './statistics.reader.js';
import { GridEventStatisticsTables } from './statistics.tables.js';

type Scope = LianxinContext['scope'];

const FROM = 'First day (YYYY-MM-DD, Asia/Shanghai).';
const TO = 'Day after the last (YYYY-MM-DD, Asia/Shanghai).';

@ArgsType()
export class GridEventStatisticsArgs {
  @Field(() => String, { nullable: true, description: 'Code of the area (区划代码).' })
  areaCode?: string | null;

  @Field(() => String, { nullable: true, description: 'Or of the grid (网格编码).' })
  gridCode?: string | null;

  @Field(() => ID, { nullable: true, description: 'Or the department (部门).' })
  departmentId?: string | null;

  @Field({ description: FROM })
  from: string;

  @Field({ description: TO })
  to: string;

  @Field(() => [GridEventCategoryEnum], {
    nullable: true,
    description: 'Of these categories alone (事件类别).',
  })
  categories?: GridEventCategory[] | null;
}

const VILLAGE_CODE_LENGTH = 12;

@Resolver(() => GridEventStatisticsModel)
export class GridEventStatisticsResolver {
  constructor(
    private readonly access: StatisticsAccess,
    private readonly tables: GridEventStatisticsTables,
    private readonly reader: GridEventStatisticsReader,
    private readonly grids: GridsService,
    private readonly departments: DepartmentsService,
  ) {}

  @Query(() => GridEventStatisticsModel, {
    description:
      'Counts and rates of the events reported in a period in one area or grid, or with one department (事件统计). For posts over it and the department’s own; residents see whole months of their village.',
  })
  @SignedIn()
  async gridEventStatistics(
    @Args() args: GridEventStatisticsArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<GridEventStatisticsModel> {
    const period = checkPeriod(args.from, args.to);
    const place = await scope.read((tx) => this.placeOf(tx, args));
    const isPublished = this.access.isPublishedOnly(actor, place, period);
    const asked = { place, period, categories: args.categories ?? null, isPublished };
    return toStatistics(await this.tables.summary(scope, asked), asked);
  }

  @ResolveField(() => GridEventsPerHouseholdsModel, {
    description: 'For each 100 households (每百户事件数).',
  })
  async perHundredHouseholds(
    @Parent() { asked, total }: GridEventStatisticsModel,
    @CurrentScope() scope: Scope,
  ): Promise<GridEventsPerHouseholdsModel> {
    const { households, isSynthetic } = await this.reader.households(scope, asked.place.code);
    return { ...perHundred(total, households), isSynthetic };
  }

  @ResolveField(() => [CategoryFiguresModel], {
    description: 'By category (分类); categories without any are left out, and small ones withheld.',
  })
  async byCategory(
    @Parent() { asked }: GridEventStatisticsModel,
    @CurrentScope() scope: Scope,
  ): Promise<CategoryFiguresModel[]> {
    const cells = await this.tables.byCategory(scope, asked);
    return cells.map(({ key, ...figures }) => ({ ...figures, category: key }));
  }

  @ResolveField(() => [GridFiguresModel], {
    nullable: true,
    description: 'By grid (分网格) of a village; null for other places, and for residents.',
  })
  async byGrid(
    @Parent() { asked }: GridEventStatisticsModel,
    @CurrentScope() scope: Scope,
  ): Promise<GridFiguresModel[] | null> {
    const { kind, code } = asked.place;
    if (kind !== 'AREA' || code.length !== VILLAGE_CODE_LENGTH || asked.isPublished) return null;
    const { id } = await scope.read((tx) => this.grids.getPlace(tx, code));
    const cells = await this.tables.byGrid(scope, asked, await scope.load('grids by area', id, gridsOfAreas));
    return cells.map(({ key, ...figures }) => ({ ...figures, grid: key }));
  }

  @ResolveField(() => [DepartmentFiguresModel], {
    nullable: true,
    description: 'By department (分部门) that has them in hand; for areas, and not for residents.',
  })
  async byDepartment(
    @Parent() { asked }: GridEventStatisticsModel,
    @CurrentScope() scope: Scope,
  ): Promise<DepartmentFiguresModel[] | null> {
    if (asked.place.kind !== 'AREA' || asked.isPublished) return null;
    const cells = await this.tables.byDepartment(scope, asked);
    return Promise.all(
      cells.map(async ({ key, ...figures }) => {
        const department = await scope.load('departments by id', key, departmentsOfIds);
        return { ...figures, department: department && toDepartmentModel(department) };
      }),
    );
  }

  /** @throws StatisticsPlaceError, UnknownAreaError, UnknownGridError, NotFoundError */
  private async placeOf(tx: EntityManager, args: GridEventStatisticsArgs): Promise<StatisticsPlace> {
    const { areaCode, gridCode, departmentId } = args;
    const named = [areaCode, gridCode, departmentId].filter((each) => typeof each === 'string');
    if (named.length !== 1) throw new StatisticsPlaceError();
    if (departmentId) {
      const department = await this.departments.getDepartment(tx, departmentId);
      return { kind: 'DEPARTMENT', code: department.areaCode, departmentId: department.id };
    }
    const code = areaCode ?? gridCode ?? '';
    if ((code.length === GRID_CODE_LENGTH) !== (typeof gridCode === 'string'))
      throw new StatisticsPlaceError();
    await this.grids.getPlace(tx, code);
    return { kind: typeof gridCode === 'string' ? 'GRID' : 'AREA', code };
  }
}

@Resolver(() => AreaModel)
export class AreaGridEventStatisticsResolver {
  constructor(
    private readonly access: StatisticsAccess,
    private readonly tables: GridEventStatisticsTables,
  ) {}

  @ResolveField(() => GridEventStatisticsModel, {
    description:
      'Counts of the events reported in the period, over all villages of the area. For posts over the area.',
  })
  async gridEventStatistics(
    @Parent() area: AreaModel,
    @Args('from', { description: FROM }) from: string,
    @Args('to', { description: TO }) to: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<GridEventStatisticsModel> {
    const place: StatisticsPlace = { kind: 'AREA', code: area.code };
    this.access.requirePost(actor, place);
    const asked = { place, period: checkPeriod(from, to), categories: null, isPublished: false };
    return toStatistics(await this.tables.summary(scope, asked), asked);
  }
}

function toStatistics(
  summary: Awaited<ReturnType<GridEventStatisticsTables['summary']>>,
  asked: Asked,
): GridEventStatisticsModel {
  return { ...summary, byState: [...summary.byState], asked };
}
