import { Module } from '@nestjs/common';
import { BodiesModule } from '../bodies/bodies.module.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { NeedsModule } from '../needs/needs.module.js';
import { ProjectMoneyModule } from '../project-money/project-money.module.js';
import { SplittingWatch } from '../splitting/splitting-watch.js';
import { Bands } from './bands.js';
import { ConfirmationTime } from './confirmation-time.js';
import { DecidingService } from './deciding.service.js';
import { ProjectCommands } from './project-commands.js';
import { ProjectSources } from './project-sources.js';
import { ProjectSteps } from './project-steps.js';
import { ProposingResolver } from './proposing.resolver.js';
import { ProposingService } from './proposing.service.js';

/** Everything that takes a step of a project imports this. */
@Module({
  imports: [BodiesModule, DocumentsModule, NeedsModule, ProjectMoneyModule],
  providers: [
    Bands,
    ConfirmationTime,
    DecidingService,
    ProjectCommands,
    ProjectSources,
    ProjectSteps,
    ProposingResolver,
    ProposingService,
    SplittingWatch,
  ],
  exports: [
    Bands,
    BodiesModule,
    ConfirmationTime,
    DecidingService,
    DocumentsModule,
    ProjectCommands,
    ProjectMoneyModule,
    ProjectSteps,
    ProposingService,
    SplittingWatch,
  ],
})
export class ProjectCommandsModule {}
