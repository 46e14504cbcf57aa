import { Module } from '@nestjs/common';
import { MeetingsModule } from '../decisions/meetings.module.js';
import { NeedViewsModule } from '../need-views/need-views.module.js';
import { NeedsModule } from '../needs/needs.module.js';
import { CandidatePoolResolver } from '../candidates/candidate-pool.resolver.js';
import { DiscussingService } from './discussing.service.js';
import {
  DiscussedNeedsResolver,
  DiscussionsResolver,
  DiscussionStatusResolver,
} from './discussions.resolver.js';

@Module({
  imports: [MeetingsModule, NeedViewsModule, NeedsModule],
  providers: [
    CandidatePoolResolver,
    DiscussedNeedsResolver,
    DiscussingService,
    DiscussionsResolver,
    DiscussionStatusResolver,
  ],
})
export class DiscussionsModule {}
