import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DepartmentModel, GridEventCategoryEnum } from '../departments/department.model.js';
import type { GridEventCategory } from '../departments/department.model.js';
import { enumOf } from '../enum-of.js';
import { GridEventStateEnum } from '../grid-events/grid-event.enums.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';
import { GridModel } from '../grids/grid.model.js';
import { NOT_APPLICABLE_REASONS } from './rates.js';
import type { NotApplicableReason, Rate } from './rates.js';
import type { Asked } from './statistics.reader.js';

export const NotApplicableReasonEnum = enumOf(NOT_APPLICABLE_REASONS);
registerEnumType(NotApplicableReasonEnum, {
  name: 'RateNotApplicableReason',
  description: 'Why there is no rate.',
  valuesMap: {
    NOTHING_TO_COUNT: { description: 'Nothing happened that it could be a rate of (无可计数事件).' },
    SAMPLE_TOO_SMALL: { description: 'Too few reporters answered (样本量不足).' },
    SMALL_CELL: { description: 'Too few events are behind it, so that somebody could be known (数量过少).' },
    NOT_PUBLISHED: { description: 'For posts over the area alone (不公开).' },
    HOUSEHOLDS_UNKNOWN: { description: 'It is not known how many households there are (户数不详).' },
  },
});

@ObjectType('GridEventStateCount', { description: 'How many events are in a state today.' })
export class GridEventStateCountModel {
  @Field(() => GridEventStateEnum, { description: 'The state.' })
  state: GridEventState;

  @Field(() => Int, { description: 'How many.' })
  count: number;
}

@ObjectType('GridEventRate', { description: 'A rate (率) with what it is made of.' })
export class GridEventRateModel implements Rate {
  @Field(() => Int, { nullable: true, description: 'Numerator (分子); null where it is withheld.' })
  numerator: number | null;

  @Field(() => Int, { nullable: true, description: 'Denominator (分母); null where it is withheld.' })
  denominator: number | null;

  @Field(() => Float, { nullable: true, description: 'From 0 to 1 (比率); null where it does not apply.' })
  ratio: number | null;

  @Field(() => NotApplicableReasonEnum, {
    nullable: true,
    description: 'Why there is no ratio (不适用原因).',
  })
  notApplicableBecause: NotApplicableReason | null;
}

@ObjectType('GridEventsPerHouseholds', {
  description: 'Reported events for each 100 households (每百户事件数).',
})
export class GridEventsPerHouseholdsModel implements Rate {
  @Field(() => Int, { nullable: true, description: 'How many events (事件数); null where it is withheld.' })
  numerator: number | null;

  @Field(() => Int, { nullable: true, description: 'How many households (户数); null where it is withheld.' })
  denominator: number | null;

  @Field(() => Float, { nullable: true, description: 'Events for each 100 households (每百户).' })
  ratio: number | null;

  @Field(() => NotApplicableReasonEnum, {
    nullable: true,
    description: 'Why there is no ratio (不适用原因).',
  })
  notApplicableBecause: NotApplicableReason | null;

  @Field({ description: 'Whether numbers of households are made up for demonstration (示例数据).' })
  isSynthetic: boolean;
}

@ObjectType({ isAbstract: true })
abstract class FiguresModel {
  @Field(() => Int, { nullable: true, description: 'How many were reported (上报数); null where withheld.' })
  total: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many of them are open and past their deadline (超期); null where withheld.',
  })
  overdue: number | null;

  @Field({
    description: 'Whether figures are withheld because too few events are behind them (数量过少不予显示).',
  })
  isWithheld: boolean;

  @Field(() => GridEventRateModel, {
    description:
      'Response (受理响应率): accepted, refused or otherwise answered in time ÷ answered at all, or waiting though the time is over. Merged and stood down are left out.',
  })
  response: GridEventRateModel;

  @Field(() => GridEventRateModel, {
    description:
      'Completion (按时办结率), S4-23: reported done by the deadline ÷ reported done, or open past the deadline. Refused, merged, handed over and stood down are left out.',
  })
  completion: GridEventRateModel;

  @Field(() => GridEventRateModel, {
    description:
      'Satisfaction (满意率), S1-28: satisfied ÷ reporters who were reached and answered; not reached never counts.',
  })
  satisfaction: GridEventRateModel;
}

@ObjectType('GridEventStatistics', {
  description: 'Events (事件统计) that were reported in a period, by where they stand today.',
})
export class GridEventStatisticsModel extends FiguresModel {
  @Field(() => [GridEventStateCountModel], {
    description: 'How many of them stand in which state; states without any are left out.',
  })
  byState: GridEventStateCountModel[];

  asked: Asked;
}

@ObjectType({ isAbstract: true })
abstract class CellModel extends FiguresModel {
  @Field(() => GridEventsPerHouseholdsModel, { description: 'For each 100 households (每百户事件数).' })
  perHundredHouseholds: GridEventsPerHouseholdsModel;
}

@ObjectType('GridEventCategoryFigures', { description: 'Events of one category (分类统计).' })
export class CategoryFiguresModel extends CellModel {
  @Field(() => GridEventCategoryEnum, { description: 'The category (事件类别).' })
  category: GridEventCategory;
}

@ObjectType('GridEventGridFigures', { description: 'Events of one grid (分网格统计).' })
export class GridFiguresModel extends CellModel {
  @Field(() => GridModel, {
    nullable: true,
    description: 'The grid (网格); null for events that named none.',
  })
  grid: GridModel | null;
}

@ObjectType('GridEventDepartmentFigures', {
  description: 'Events that one department has in hand (分部门统计).',
})
export class DepartmentFiguresModel extends FiguresModel {
  @Field(() => DepartmentModel, { nullable: true, description: 'The department (部门).' })
  department: DepartmentModel | null;
}
