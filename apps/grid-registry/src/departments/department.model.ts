import { GRID_EVENT_CATEGORIES } from '@lianxin/contracts';
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import type { Department } from './departments.queries.js';

export type GridEventCategory = (typeof GRID_EVENT_CATEGORIES)[number];
export const GridEventCategoryEnum = enumOf(GRID_EVENT_CATEGORIES);
registerEnumType(GridEventCategoryEnum, {
  name: 'GridEventCategory',
  description: 'One of the ten duties of a grid (网格十项职责), S1-15.',
  valuesMap: {
    PARTY_BUILDING: { description: 'Grassroots Party building (基层党建).' },
    INFORMATION: { description: 'Gathering and reporting information (信息采报).' },
    CONVENIENCE_SERVICE: { description: 'Services for convenience (便民服务).' },
    DISPUTE: { description: 'Resolving disputes (矛盾化解).' },
    HAZARD: { description: 'Finding hidden dangers (隐患排查).' },
    PUBLIC_SECURITY: { description: 'Public security (治安防范).' },
    SANITATION: { description: 'Sanitation (卫生管理).' },
    POPULATION: { description: 'Population (人口管理).' },
    PUBLICITY: { description: 'Publicity and education (宣传教育).' },
    OTHER: { description: 'Other matters that Party committee and government approved (其他).' },
  },
});

@ObjectType('Department', { description: 'A department (部门) that grid events can be dispatched to.' })
export class DepartmentModel {
  @Field(() => ID, { description: 'Immutable.' })
  id: string;

  @Field({ description: 'Its code within its area.' })
  code: string;

  @Field({ description: 'Its name.' })
  name: string;

  @Field({ description: 'Code of the area it answers for.' })
  areaCode: string;

  @Field(() => [GridEventCategoryEnum], { description: 'The duties (职责) it answers for.' })
  duties: GridEventCategory[];

  @Field({
    description:
      'Whether violence, abuse and neglect are reported to it (负责人身保护): police and civil affairs.',
  })
  protects: boolean;
}

export const toDepartmentModel = (department: Department): DepartmentModel => ({ ...department });
