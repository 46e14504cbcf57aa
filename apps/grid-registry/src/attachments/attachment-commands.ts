import type { Actor } from '@lianxin/access';
import { fileLimitsAt, FileTickets, Uploads } from '@lianxin/files';
import type { FileLimits, Upload } from '@lianxin/files';
import { PersonalDataCipher } from '@lianxin/personal-data';
import { Clock, Commands, Database } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { PoliciesService } from '../policies/policies.service.js';
import { toAttachmentModel } from './attachment.model.js';
import type {
  AttachmentModel,
  AttachmentUploadModel,
  BeginGridEventAttachmentInput,
  CompleteGridEventAttachmentInput,
} from './attachment.model.js';
import type { Attachment } from './attachments.queries.js';
import { AttachmentsService } from './attachments.service.js';

/** How a file comes to an event, with an account or with a slip: keys are fetched, and files checked and stored, before a transaction opens. */
@Injectable()
export class AttachmentCommands {
  constructor(
    private readonly commands: Commands,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cipher: PersonalDataCipher,
    private readonly policies: PoliciesService,
    private readonly uploads: Uploads,
    private readonly tickets: FileTickets,
    private readonly attachments: AttachmentsService,
  ) {}

  async begin(
    actor: Actor,
    mutation: string,
    input: BeginGridEventAttachmentInput,
  ): Promise<AttachmentUploadModel> {
    const id = uuidv7();
    const subject = await this.database.read(actor, (tx) => this.attachments.subjectOf(tx, actor, input));
    const sealer = await this.cipher.sealerFor(subject);
    const begun = { id, input, sealer, limits: this.limits };
    const upload = await this.commands.run(actor, {
      mutation,
      input,
      aggregateId: id,
      first: (tx) => this.attachments.beginGridEventAttachment(tx, actor, begun),
      repeat: (tx, uploadId) => this.uploads.get(tx, uploadId),
    });
    return this.toUploadModel(upload);
  }

  /** The check takes seconds and the storage may be far: both come before the transaction, and what is refused leaves nothing. */
  async complete(
    actor: Actor,
    mutation: string,
    input: CompleteGridEventAttachmentInput,
  ): Promise<AttachmentModel> {
    const upload = await this.database.read(actor, (tx) => this.uploads.get(tx, input.uploadId));
    const isFinished = upload.completedAt !== null;
    const file = isFinished ? null : await this.uploads.finish(actor, upload.id, this.limits);
    const readAgain = async (tx: EntityManager): Promise<Attachment> =>
      (await this.attachments.get(tx, actor, upload.id)).attachment;
    const attachment = await this.commands.run(actor, {
      mutation,
      input,
      aggregateId: upload.id,
      first: (tx) => (file ? this.attachments.completeGridEventAttachment(tx, actor, file) : readAgain(tx)),
      repeat: readAgain,
    });
    return toAttachmentModel(attachment);
  }

  get limits(): FileLimits {
    return fileLimitsAt(this.policies.book, this.clock.now());
  }

  private toUploadModel(upload: Upload): AttachmentUploadModel {
    const { id, uploaderId, declaredBytes, receivedBytes, expiresAt } = upload;
    const uploadPath = this.tickets.uploadPath({ uploadId: id, uploaderId }, expiresAt);
    return { id, uploadPath, bytes: declaredBytes, offset: receivedBytes, expiresAt };
  }
}
