import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ProjectViewsModule } from '../project-views/project-views.module.js';
import { CommitmentListing } from './commitment-listing.service.js';
import { COMMITMENT_TIMER_OPTIONS, CommitmentTimer } from './commitment-timer.js';
import type { CommitmentTimerOptions } from './commitment-timer.js';
import { CommitmentsResolver, OpenCommitmentResolver } from './commitments.resolver.js';

/** Starts the timer with the application and stops it before it ends. */
@Module({})
export class CommitmentsModule {
  static forRoot(options: CommitmentTimerOptions): DynamicModule {
    return {
      module: CommitmentsModule,
      imports: [ProjectViewsModule],
      providers: [
        { provide: COMMITMENT_TIMER_OPTIONS, useValue: options },
        CommitmentListing,
        CommitmentTimer,
        CommitmentsResolver,
        OpenCommitmentResolver,
      ],
    };
  }
}
