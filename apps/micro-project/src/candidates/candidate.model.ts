import { Field, Int, ObjectType } from '@nestjs/graphql';
import { NeedModel } from '../needs/need.model.js';
import { NeedPriorityEnum } from '../needs/need.enums.js';
import type { NeedPriority } from '../needs/need.transitions.js';

@ObjectType('CandidateRankReason', {
  description:
    'Why a candidate stands where it does: first by priority, then by the turn of its grid, then by how long it has waited (排序依据).',
})
export class CandidateRankReasonModel {
  @Field(() => NeedPriorityEnum, { description: 'How pressing the two committees found it (轻重缓急).' })
  priority: NeedPriority;

  @Field({ description: 'Whose turn it is: its grid, or the village where no grid was named (网格).' })
  areaCode: string;

  @Field(() => Int, {
    description:
      'The how manieth of its grid in this priority: every grid has a first before any has a second (轮次).',
  })
  turn: number;

  @Field({ description: 'Since when it has waited (提交时间).' })
  waitingSince: Date;
}

@ObjectType('Candidate', { description: 'A need in the pool of candidates (备选事项), S0-10.' })
export class CandidateModel {
  @Field(() => Int, { description: 'Its place in the pool, from 1 (排序).' })
  rank: number;

  @Field(() => CandidateRankReasonModel, { description: 'Why it stands there (排序依据).' })
  rankReason: CandidateRankReasonModel;

  @Field(() => NeedModel, { description: 'The need.' })
  need: NeedModel;
}
