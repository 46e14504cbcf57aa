import { Allow, CurrentActor, CurrentScope, SignedIn } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { fileLimitsAt, FileTickets, FileVault, Uploads } from '@lianxin/files';
import type { FileLimits, Upload } from '@lianxin/files';
import { PersonalDataCipher, PersonalDataErasedError } from '@lianxin/personal-data';
import { Clock, Commands, Database } from '@lianxin/service-kit';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { GridEventModel } from '../grid-events/grid-event.model.js';
import { PoliciesService } from '../policies/policies.service.js';
import {
  AttachmentModel,
  AttachmentUploadModel,
  BeginGridEventAttachmentInput,
  CompleteGridEventAttachmentInput,
  RevealedAttachmentModel,
  RevealGridEventAttachmentInput,
} from './attachment.model.js';
import { attachmentsOfEvents } from './attachments.queries.js';
import type { Attachment } from './attachments.queries.js';
import { AttachmentsService } from './attachments.service.js';

/** Keys are fetched, and files checked and stored, before a transaction opens. */
@Resolver(() => AttachmentModel)
export class AttachmentsResolver {
  constructor(
    private readonly commands: Commands,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cipher: PersonalDataCipher,
    private readonly policies: PoliciesService,
    private readonly uploads: Uploads,
    private readonly vault: FileVault,
    private readonly tickets: FileTickets,
    private readonly attachments: AttachmentsService,
  ) {}

  @Mutation(() => AttachmentUploadModel, { description: 'Begins to add a file to an event (开始上传附件).' })
  @Allow('read', 'GridEvent')
  async beginGridEventAttachment(
    @CurrentActor() actor: Actor,
    @Args('input') input: BeginGridEventAttachmentInput,
  ): Promise<AttachmentUploadModel> {
    const id = uuidv7();
    const sealer = await this.cipher.sealerFor(actor.subject);
    const begun = { id, input, sealer, limits: this.limits };
    const upload = await this.commands.run(actor, {
      mutation: 'beginGridEventAttachment',
      input,
      aggregateId: id,
      first: (tx) => this.attachments.beginGridEventAttachment(tx, actor, begun),
      repeat: (tx, uploadId) => this.uploads.get(tx, uploadId),
    });
    return this.toUploadModel(upload);
  }

  /** The check takes seconds and the storage may be far: both come before the transaction, and what is refused leaves nothing. */
  @Mutation(() => AttachmentModel, {
    description:
      'Adds the file to its event once all its bytes have arrived and its content was checked (完成上传附件).',
  })
  @SignedIn()
  async completeGridEventAttachment(
    @CurrentActor() actor: Actor,
    @Args('input') input: CompleteGridEventAttachmentInput,
  ): Promise<AttachmentModel> {
    const upload = await this.database.read(actor, (tx) => this.uploads.get(tx, input.uploadId));
    const isFinished = upload.completedAt !== null;
    const file = isFinished ? null : await this.uploads.finish(actor, upload.id, this.limits);
    const readAgain = async (tx: EntityManager): Promise<Attachment> =>
      (await this.attachments.get(tx, actor, upload.id)).attachment;
    const attachment = await this.commands.run(actor, {
      mutation: 'completeGridEventAttachment',
      input,
      aggregateId: upload.id,
      first: (tx) => (file ? this.attachments.completeGridEventAttachment(tx, actor, file) : readAgain(tx)),
      repeat: readAgain,
    });
    return toAttachmentModel(attachment);
  }

  /** A repeat is a look like any other: it is recorded again. */
  @Mutation(() => RevealedAttachmentModel, {
    description:
      'Lets see a file of an event, for a purpose; recorded and shown to whoever added it (查看附件).',
  })
  @Allow('read', 'GridEvent')
  async revealGridEventAttachment(
    @CurrentActor() actor: Actor,
    @Args('input') input: RevealGridEventAttachmentInput,
  ): Promise<RevealedAttachmentModel> {
    const id = uuidv7();
    const reveal = (tx: EntityManager): Promise<Attachment> =>
      this.attachments.revealGridEventAttachment(tx, actor, id, input);
    const attachment = await this.commands.run(actor, {
      mutation: 'revealGridEventAttachment',
      input,
      aggregateId: id,
      first: reveal,
      repeat: reveal,
    });
    const expiresAt = new Date(this.clock.now().getTime() + this.limits.downloadMs);
    return { attachmentId: attachment.id, expiresAt, downloadPath: await this.pathOf(attachment, expiresAt) };
  }

  private get limits(): FileLimits {
    return fileLimitsAt(this.policies.book, this.clock.now());
  }

  private async pathOf(attachment: Attachment, expiresAt: Date): Promise<string | null> {
    const { id: fileId, contentKey, objectId, bytes, mediaType } = attachment;
    try {
      await this.vault.cipherOf({ fileId, contentKey });
    } catch (error) {
      if (error instanceof PersonalDataErasedError) return null;
      throw error;
    }
    return this.tickets.downloadPath({ fileId, contentKey, objectId, bytes, mediaType }, expiresAt);
  }

  private toUploadModel({
    id,
    uploaderId,
    declaredBytes,
    receivedBytes,
    expiresAt,
  }: Upload): AttachmentUploadModel {
    const uploadPath = this.tickets.uploadPath({ uploadId: id, uploaderId }, expiresAt);
    return { id, uploadPath, bytes: declaredBytes, offset: receivedBytes, expiresAt };
  }
}

@Resolver(() => GridEventModel)
export class GridEventAttachmentsResolver {
  @ResolveField(() => [AttachmentModel], {
    description: 'Its files (附件), oldest first; a policy bounds how many there are.',
  })
  async attachments(
    @Parent() event: GridEventModel,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<AttachmentModel[]> {
    const found = await scope.load('attachments of grid events', event.id, attachmentsOfEvents);
    return found.map(toAttachmentModel);
  }
}

const toAttachmentModel = (attachment: Attachment): AttachmentModel => ({
  id: attachment.id,
  purpose: attachment.purpose,
  mediaType: attachment.mediaType,
  bytes: attachment.bytes,
  addedAt: attachment.addedAt,
  role: attachment.addedRole,
  digest: attachment.digest,
});
