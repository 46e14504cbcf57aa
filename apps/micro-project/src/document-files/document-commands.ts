import type { Actor } from '@lianxin/access';
import { fileLimitsAt, FileTickets, Uploads } from '@lianxin/files';
import type { FileLimits, Upload } from '@lianxin/files';
import { PersonalDataCipher } from '@lianxin/personal-data';
import { PolicyReplica } from '@lianxin/replicas';
import { Clock, Commands, Database } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Document } from '../documents/documents.queries.js';
import { toDocumentModel } from './document.model.js';
import type {
  BeginMicroProjectDocumentInput,
  CompleteMicroProjectDocumentInput,
  DocumentModel,
  DocumentUploadModel,
  OpenedDocumentModel,
  OpenMicroProjectDocumentInput,
} from './document.model.js';
import { DocumentsService } from './documents.service.js';

/** How a file comes into the archive and out of it: keys are fetched, and files checked and stored, before a transaction opens. */
@Injectable()
export class DocumentCommands {
  constructor(
    private readonly cipher: PersonalDataCipher,
    private readonly clock: Clock,
    private readonly commands: Commands,
    private readonly database: Database,
    private readonly documents: DocumentsService,
    private readonly policies: PolicyReplica,
    private readonly tickets: FileTickets,
    private readonly uploads: Uploads,
  ) {}

  async begin(actor: Actor, input: BeginMicroProjectDocumentInput): Promise<DocumentUploadModel> {
    const id = uuidv7();
    const archiveId = await this.database.read(actor, (tx) => this.documents.archiveOf(tx, actor, input));
    const begun = { id, input, sealer: await this.cipher.sealerFor(archiveId), limits: await this.limits() };
    const upload = await this.commands.run(actor, {
      ...{ mutation: 'beginMicroProjectDocument', input, aggregateId: id },
      first: (tx) => this.documents.beginMicroProjectDocument(tx, actor, begun),
      repeat: (tx, uploadId) => this.uploads.get(tx, uploadId),
    });
    return this.toUploadModel(upload);
  }

  /** The check takes seconds and the storage may be far: both come before the transaction, and what is refused leaves nothing. */
  async complete(actor: Actor, input: CompleteMicroProjectDocumentInput): Promise<DocumentModel> {
    const upload = await this.database.read(actor, (tx) => this.uploads.get(tx, input.uploadId));
    const isFinished = upload.completedAt !== null;
    const file = isFinished ? null : await this.uploads.finish(actor, upload.id, await this.limits());
    const readAgain = (tx: EntityManager): Promise<Document> => this.documents.get(tx, actor, upload.id);
    const document = await this.commands.run(actor, {
      ...{ mutation: 'completeMicroProjectDocument', input, aggregateId: upload.id },
      first: (tx) => (file ? this.documents.completeMicroProjectDocument(tx, actor, file) : readAgain(tx)),
      repeat: readAgain,
    });
    return toDocumentModel(document);
  }

  /** A repeat is a look like any other: it is recorded again. */
  async open(actor: Actor, input: OpenMicroProjectDocumentInput): Promise<OpenedDocumentModel> {
    const open = (tx: EntityManager): Promise<Document> =>
      this.documents.openMicroProjectDocument(tx, actor, input.documentId);
    const document = await this.commands.run(actor, {
      ...{ mutation: 'openMicroProjectDocument', input, aggregateId: input.documentId },
      ...{ first: open, repeat: open },
    });
    const { downloadMs } = await this.limits();
    const expiresAt = new Date(this.clock.now().getTime() + downloadMs);
    const { id: fileId, contentKey, objectId, bytes, mediaType } = document;
    const downloadPath = this.tickets.downloadPath(
      { fileId, contentKey, objectId, bytes, mediaType },
      expiresAt,
    );
    return { documentId: fileId, downloadPath, expiresAt };
  }

  private async limits(): Promise<FileLimits> {
    return fileLimitsAt(await this.policies.book(), this.clock.now());
  }

  private toUploadModel(upload: Upload): DocumentUploadModel {
    const { id, uploaderId, declaredBytes, receivedBytes, expiresAt } = upload;
    const uploadPath = this.tickets.uploadPath({ uploadId: id, uploaderId }, expiresAt);
    return { id, uploadPath, bytes: declaredBytes, offset: receivedBytes, expiresAt };
  }
}
