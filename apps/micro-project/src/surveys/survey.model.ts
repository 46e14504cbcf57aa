import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { CountedSurvey } from './surveys.queries.js';

@ObjectType('MicroProjectSurvey', {
  description:
    'Residents are asked whether they are content (满意度测评), S0-20. Until it is closed it tells no more.',
})
export class SurveyModel {
  @Field({ description: 'Whether it can still be answered (是否进行中).' })
  isOpen: boolean;

  @Field({ description: 'Until when (截止时间).' })
  endsAt: Date;

  @Field(() => Int, { description: 'How many paper slips were printed (已印制纸质问卷).' })
  printedCount: number;
}

@ObjectType('SurveyResult', { description: 'What a closed survey came to (满意度测评结果).' })
export class SurveyResultModel {
  @Field({ description: 'Too few answered to conclude anything (样本不足): then there are no numbers.' })
  isTooFew: boolean;

  @Field(() => Int, { description: 'From how many answers on there are numbers (最低样本数).' })
  minimumSample: number;

  @Field(() => Int, { nullable: true, description: 'How many answered (答卷数).' })
  answerCount: number | null;

  @Field(() => Int, { nullable: true, description: 'How many of them are content (满意数).' })
  satisfiedCount: number | null;

  @Field(() => Int, { description: 'How many paper slips were printed (印制纸质问卷数).' })
  printedCount: number;
}

@ObjectType('SurveySlips', { description: 'Paper slips to be handed out (纸质问卷).' })
export class SurveySlipsModel {
  @Field(() => ID, { description: 'The project.' })
  projectId: string;

  @Field(() => [String], {
    description:
      'Their tokens, one for each slip, shown this once and kept nowhere; none when the command is repeated. At most as many as a policy allows.',
  })
  tokens: string[];

  @Field(() => Int, { description: 'How many were printed in all (累计印制).' })
  printedCount: number;
}

@ObjectType('SurveyComments', { description: 'What was added to the answers (测评意见).' })
export class SurveyCommentsModel {
  @Field(() => ID, { description: 'The project.' })
  projectId: string;

  @Field(() => [String], { description: 'In no order that tells anything; at most 500.' })
  comments: string[];
}

export const toSurveyModel = (
  { endsAt, printedCount, evaluatedAt }: CountedSurvey,
  now: Date,
): SurveyModel => ({
  isOpen: evaluatedAt === null && now <= endsAt,
  endsAt,
  printedCount,
});

/** Null until it was counted. */
export function toSurveyResult(
  survey: Omit<CountedSurvey, 'projectId' | 'id' | 'endsAt'>,
): SurveyResultModel | null {
  const { evaluatedAt, answerCount, satisfiedCount, minimumSample, printedCount } = survey;
  if (evaluatedAt === null || answerCount === null) return null;
  const isTooFew = answerCount < minimumSample;
  const counts = isTooFew ? { answerCount: null, satisfiedCount: null } : { answerCount, satisfiedCount };
  return { isTooFew, minimumSample, printedCount, ...counts };
}
