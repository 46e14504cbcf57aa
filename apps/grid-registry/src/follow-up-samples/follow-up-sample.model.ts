import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { FollowUpModel } from '../grid-events/grid-event.model.js';

@ObjectType('FollowUpSpotCheck', { description: 'What somebody else was answered (抽查结果).' })
export class FollowUpSpotCheckModel extends FollowUpModel {
  @Field({ description: 'The post of whoever checked; never who.' })
  role: string;

  @Field({ description: 'When.' })
  checkedAt: Date;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it differs from the follow-up (是否不一致); null when not reached.',
  })
  isDifferent: boolean | null;
}

@ObjectType('SampledFollowUp', { description: 'A follow-up that was drawn (被抽中的回访).' })
export class SampledFollowUpModel {
  @Field(() => Int, { description: 'Its place in the draw, from 1.' })
  rank: number;

  @Field(() => ID, { description: 'The event.' })
  gridEventId: string;

  @Field(() => FollowUpModel, {
    description: 'What the follow-up said when it was drawn; it stays (原回访).',
  })
  original: FollowUpModel;

  @Field(() => FollowUpSpotCheckModel, { nullable: true, description: 'The check, once it was done (抽查).' })
  check: FollowUpSpotCheckModel | null;
}

@ObjectType('FollowUpSample', {
  description:
    'Follow-ups drawn for spot checks (回访抽查样本): the first of all ids in the order of HMAC-SHA-256 of the id under the seed.',
})
export class FollowUpSampleModel {
  @Field(() => ID, { description: 'Its id.' })
  id: string;

  @Field({ description: 'The area (区域).' })
  areaCode: string;

  @Field({ description: 'First day of closing (起始日).' })
  from: string;

  @Field({ description: 'The day after the last (截止日，不含).' })
  to: string;

  @Field({ description: 'What was drawn with (随机种子).' })
  seed: string;

  @Field(() => Int, { description: 'How many were asked for (抽样数量).' })
  size: number;

  @Field(() => Int, { description: 'How many there were to draw from (总体数量).' })
  populationCount: number;

  @Field({ description: 'SHA-256 over their ids in ascending order, one a line (总体摘要).' })
  populationDigest: string;

  @Field({ description: 'The post of whoever drew.' })
  drawnRole: string;

  @Field({ description: 'When it was drawn.' })
  drawnAt: Date;
}
