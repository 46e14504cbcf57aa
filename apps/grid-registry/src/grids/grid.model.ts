import { Directive, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';

export const GRID_KINDS = ['COMPREHENSIVE', 'EXCLUSIVE'] as const;
export type GridKind = (typeof GRID_KINDS)[number];

export const GridKindEnum = enumOf(GRID_KINDS);
registerEnumType(GridKindEnum, {
  name: 'GridKind',
  description: 'The kind of a grid.',
  valuesMap: {
    COMPREHENSIVE: { description: 'Comprehensive grid (综合网格): villagers’ groups, compounds, buildings.' },
    EXCLUSIVE: {
      description: 'Exclusive grid (专属网格): a unit large enough for a grid of its own, S4-32.',
    },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('Grid', {
  description: 'A grid (网格): the smallest unit of grassroots work. Each lies in one village.',
})
export class GridModel {
  @Field(() => ID, { description: 'Immutable.' })
  id: string;

  @Field({ description: 'Grid code (网格编码): 15 digits, the village’s 12 and a number.' })
  code: string;

  @Field({ description: 'Its name.' })
  name: string;

  @Field(() => GridKindEnum, { description: 'Comprehensive or exclusive.' })
  kind: GridKind;

  @Field(() => Int, { description: 'How many households it has.' })
  householdCount: number;

  @Field({ description: 'Made up for demonstration (示例数据): neither the grid nor its numbers are real.' })
  isSynthetic: boolean;

  areaId: number;
}
