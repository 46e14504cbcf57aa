import { Module } from '@nestjs/common';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import { DocumentCommands } from './document-commands.js';
import { DocumentsResolver, ProjectDocumentsResolver } from './documents.resolver.js';
import { DocumentsService } from './documents.service.js';

@Module({
  imports: [ProjectCommandsModule],
  providers: [DocumentCommands, DocumentsResolver, DocumentsService, ProjectDocumentsResolver],
})
export class DocumentFilesModule {}
