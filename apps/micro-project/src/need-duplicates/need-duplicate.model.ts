import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { NeedStateEnum } from '../needs/need.enums.js';
import type { NeedState } from '../needs/need.transitions.js';
import type { ProjectKind } from '../projects/entity/project.row.js';
import { ProjectKindEnum } from '../projects/project.enums.js';

@ArgsType()
export class LikelyNeedDuplicatesArgs {
  @Field({ description: 'Code of the grid (15 digits) or the village (12 digits) where it is needed.' })
  areaCode: string;

  @Field(() => ProjectKindEnum, { description: 'Its kind (类别).' })
  kind: ProjectKind;

  @Field({ description: 'What is to be asked for. It is compared and stored nowhere.' })
  text: string;

  @Field(() => Int, { defaultValue: 5, description: 'How many, from 1 to 20.' })
  first: number;
}

@ObjectType('LikelyNeedDuplicate', {
  description:
    'Something alike that was asked for before (疑似重复需求): for a resident its kind, its grid and its state, and no more.',
})
export class LikelyNeedDuplicateModel {
  @Field(() => ProjectKindEnum, { description: 'Its kind (类别).' })
  kind: ProjectKind;

  @Field({ description: 'Code of its grid, or of the village if no grid was named (所在网格).' })
  areaCode: string;

  @Field(() => NeedStateEnum, { description: 'Where it stands (状态).' })
  state: NeedState;

  /** Not told: it leads to the need those who may see it. */
  needId: string;
}
