import { Module } from '@nestjs/common';
import { DisclosuresModule } from '../disclosures/disclosures.module.js';
import { GridEventCommandsModule } from '../grid-event-commands/grid-event-commands.module.js';
import { GridEventReportsModule } from '../grid-event-reports/grid-event-reports.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { AttachmentCommands } from './attachment-commands.js';
import { AttachmentsResolver, GridEventAttachmentsResolver } from './attachments.resolver.js';
import { AttachmentsService } from './attachments.service.js';

@Module({
  imports: [DisclosuresModule, GridEventCommandsModule, GridEventReportsModule, PoliciesModule],
  providers: [AttachmentCommands, AttachmentsResolver, AttachmentsService, GridEventAttachmentsResolver],
})
export class AttachmentsModule {}
