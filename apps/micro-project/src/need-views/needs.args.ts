import { PageArgs } from '@lianxin/service-kit';
import { ArgsType, Field } from '@nestjs/graphql';
import { NeedStateEnum } from '../needs/need.enums.js';
import type { NeedState } from '../needs/need.transitions.js';
import type { ProjectKind } from '../projects/entity/project.row.js';
import { ProjectKindEnum } from '../projects/project.enums.js';

@ArgsType()
export class NeedsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Those in this area or grid, by its code.' })
  areaCode?: string;

  @Field(() => [NeedStateEnum], { nullable: true, description: 'Those in these states.' })
  states?: NeedState[];

  @Field(() => [ProjectKindEnum], { nullable: true, description: 'Those of these kinds.' })
  kinds?: ProjectKind[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those that no meeting has discussed in time (研究超期), S0-09.',
  })
  isDiscussionOverdue?: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those that were asked for once more after they were declined (重新提请).',
  })
  isReconsidered?: boolean;
}
