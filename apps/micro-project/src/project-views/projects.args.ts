import { PageArgs } from '@lianxin/service-kit';
import { ArgsType, Field } from '@nestjs/graphql';
import { ProjectKindEnum, ProjectStateEnum } from '../projects/project.enums.js';
import type { ProjectKind } from '../projects/entity/project.row.js';
import type { ProjectState } from '../projects/project.transitions.js';

@ArgsType()
export class ProjectsArgs extends PageArgs {
  @Field(() => [ProjectStateEnum], { nullable: true, description: 'Those in these states.' })
  states?: ProjectState[];

  @Field(() => [ProjectKindEnum], { nullable: true, description: 'Those of these kinds.' })
  kinds?: ProjectKind[];

  @Field(() => Boolean, { nullable: true, description: 'Those whose review is overdue (审核超期).' })
  isReviewOverdue?: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those past their time limit and not done (超期未完工).',
  })
  isLate?: boolean;
}

@ArgsType()
export class ProjectsInAreaArgs extends ProjectsArgs {
  @Field(() => String, { nullable: true, description: 'Those in this area, by its code.' })
  areaCode?: string;
}
