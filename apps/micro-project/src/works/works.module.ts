import { Module } from '@nestjs/common';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import { ContractorsResolver } from './contractors/contractors.resolver.js';
import { ContractorsService } from './contractors/contractors.service.js';
import { SelectionMeetings } from './contractors/selection-meetings.js';
import { EmergenciesResolver } from './emergencies/emergencies.resolver.js';
import { EmergenciesService } from './emergencies/emergencies.service.js';
import { PaymentsResolver } from './payments/payments.resolver.js';
import { PaymentsService } from './payments/payments.service.js';
import { ChangesService } from './progress/changes.service.js';
import { ProgressResolver } from './progress/progress.resolver.js';
import { ProgressService } from './progress/progress.service.js';

/** Carrying a project out (实施). */
@Module({
  imports: [ProjectCommandsModule],
  providers: [
    ChangesService,
    ContractorsResolver,
    ContractorsService,
    EmergenciesResolver,
    EmergenciesService,
    PaymentsResolver,
    PaymentsService,
    ProgressResolver,
    ProgressService,
    SelectionMeetings,
  ],
})
export class WorksModule {}
