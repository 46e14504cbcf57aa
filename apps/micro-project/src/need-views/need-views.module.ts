import { Module } from '@nestjs/common';
import { NeedDuplicatesResolver } from '../need-duplicates/need-duplicates.resolver.js';
import { LikelyNeedDuplicates } from '../need-duplicates/likely-need-duplicates.js';
import { NeedSignatures } from '../need-duplicates/need-signatures.js';
import { NeedSignatureSweep } from '../need-duplicates/need-signature-sweep.js';
import { ProjectViewsModule } from '../project-views/project-views.module.js';
import { NeedsReader } from './needs.reader.js';
import { GridEventNeedsResolver, NeedsResolver, ProjectNeedsResolver } from './needs.resolver.js';

@Module({
  imports: [ProjectViewsModule],
  providers: [
    GridEventNeedsResolver,
    LikelyNeedDuplicates,
    NeedDuplicatesResolver,
    NeedSignatures,
    NeedSignatureSweep,
    NeedsReader,
    NeedsResolver,
    ProjectNeedsResolver,
  ],
  exports: [NeedSignatures, NeedsReader],
})
export class NeedViewsModule {}
