import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType } from '@nestjs/graphql';
import { NeedPriorityEnum } from '../needs/need.enums.js';
import type { NeedPriority } from '../needs/need.transitions.js';
import { MeetingInput } from '../project-commands/project.inputs.js';
import { NeedOutcomeEnum } from './discussion.enums.js';
import type { NeedOutcome } from './discussion.enums.js';

@InputType({ description: 'What a meeting made of one need (研究结果).' })
export class NeedOutcomeInput {
  @Field(() => ID, { description: 'The need.' })
  needId: string;

  @Field(() => NeedOutcomeEnum, { description: 'What became of it (研究结果).' })
  outcome: NeedOutcome;

  @Field(() => NeedPriorityEnum, {
    nullable: true,
    description: 'Of a candidate: how pressing it is (轻重缓急).',
  })
  priority?: NeedPriority;

  @Field(() => String, {
    nullable: true,
    description:
      'Of what is declined: why. Stored encrypted, for whoever asked for it and who deals with it.',
  })
  reason?: string;
}

@InputType({ description: 'A meeting of the two committees about what was collected (“两委”研究), S0-09.' })
export class RecordNeedsDiscussionInput extends CommandInput {
  @Field({ description: 'Code of the village.' })
  villageCode: string;

  @Field(() => MeetingInput, { description: 'The meeting, of the two committees.' })
  meeting: MeetingInput;

  @Field(() => [NeedOutcomeInput], {
    description: 'Every need that was discussed, each once; at most 100. What is left out stays due.',
  })
  outcomes: NeedOutcomeInput[];
}
