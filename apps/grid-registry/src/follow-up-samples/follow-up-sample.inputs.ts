import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType, Int } from '@nestjs/graphql';

@InputType({ description: 'Follow-ups to draw for spot checks (回访抽查抽样).' })
export class DrawFollowUpSampleInput extends CommandInput {
  @Field({ description: 'Code of the area.' })
  areaCode: string;

  @Field({ description: 'First day of closing, YYYY-MM-DD in Asia/Shanghai.' })
  from: string;

  @Field({ description: 'The day after the last, today at the latest.' })
  to: string;

  @Field(() => Int, { description: 'How many to draw (抽样数量); fewer if there are not so many.' })
  size: number;
}

@InputType({ description: 'What the reporter answered whom somebody else asked once more (回访抽查结果).' })
export class RecordFollowUpSpotCheckInput extends CommandInput {
  @Field(() => ID, { description: 'The sample.' })
  sampleId: string;

  @Field(() => ID, { description: 'The event that was drawn.' })
  gridEventId: string;

  @Field({ description: 'Whether the reporter was reached.' })
  isReached: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Is it solved? Only when reached.' })
  isSolved: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Satisfied? Only when reached.' })
  isSatisfied: boolean | null;
}
