import { Module } from '@nestjs/common';
import { DiscussionTimes } from './discussion-times.js';
import { NeedSteps } from './need-steps.js';

/** Everything that takes a step of a need imports this. */
@Module({ providers: [DiscussionTimes, NeedSteps], exports: [DiscussionTimes, NeedSteps] })
export class NeedsModule {}
