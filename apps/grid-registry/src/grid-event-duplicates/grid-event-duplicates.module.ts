import { Module } from '@nestjs/common';
import { GridEventViewsModule } from '../grid-event-views/grid-event-views.module.js';
import { GridsModule } from '../grids/grids.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { DuplicateQuestions } from './duplicate-questions.js';
import { DuplicatesResolver } from './duplicates.resolver.js';
import { LikelyDuplicates } from './likely-duplicates.js';
import { SignatureSweep } from './signature-sweep.js';
import { Signatures } from './signatures.js';

@Module({
  imports: [GridEventViewsModule, GridsModule, PoliciesModule],
  providers: [DuplicateQuestions, DuplicatesResolver, LikelyDuplicates, SignatureSweep, Signatures],
  exports: [Signatures],
})
export class GridEventDuplicatesModule {}
