import { Allow, CurrentActor, CurrentScope, Public, SignedIn } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { FileTickets, FileVault } from '@lianxin/files';
import { PersonalDataErasedError } from '@lianxin/personal-data';
import { Clock, Commands } from '@lianxin/service-kit';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { SlipHolders } from '../grid-event-reports/slips/slip-holders.js';
import { GridEventModel } from '../grid-events/grid-event.model.js';
import { AttachmentCommands } from './attachment-commands.js';
import {
  AttachmentModel,
  AttachmentUploadModel,
  BeginGridEventAttachmentBySlipInput,
  BeginGridEventAttachmentInput,
  CompleteGridEventAttachmentBySlipInput,
  CompleteGridEventAttachmentInput,
  RevealedAttachmentModel,
  RevealGridEventAttachmentInput,
  toAttachmentModel,
} from './attachment.model.js';
import { attachmentsOfEvents } from './attachments.queries.js';
import type { Attachment } from './attachments.queries.js';
import { AttachmentsService } from './attachments.service.js';

@Resolver(() => AttachmentModel)
export class AttachmentsResolver {
  constructor(
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly vault: FileVault,
    private readonly tickets: FileTickets,
    private readonly holders: SlipHolders,
    private readonly files: AttachmentCommands,
    private readonly attachments: AttachmentsService,
  ) {}

  @Mutation(() => AttachmentUploadModel, { description: 'Begins to add a file to an event (开始上传附件).' })
  @Allow('read', 'GridEvent')
  beginGridEventAttachment(
    @CurrentActor() actor: Actor,
    @Args('input') input: BeginGridEventAttachmentInput,
  ): Promise<AttachmentUploadModel> {
    return this.files.begin(actor, 'beginGridEventAttachment', input);
  }

  @Mutation(() => AttachmentUploadModel, {
    description:
      'Begins to add a file to a report. With a slip instead of an account: a letter that was keyed in, a photograph brought to a desk (凭回执上传附件).',
  })
  @Public()
  async beginGridEventAttachmentBySlip(
    @CurrentActor() caller: Actor,
    @Args('input') { requestId, slip, bytes }: BeginGridEventAttachmentBySlipInput,
  ): Promise<AttachmentUploadModel> {
    const { actor, gridEventId } = await this.holders.holderOf(slip, caller.origin.correlationId);
    const input = { requestId, gridEventId, purpose: 'REPORT' as const, bytes };
    return this.files.begin(actor, 'beginGridEventAttachmentBySlip', input);
  }

  @Mutation(() => AttachmentModel, {
    description:
      'Adds the file to its event once all its bytes have arrived and its content was checked (完成上传附件).',
  })
  @SignedIn()
  completeGridEventAttachment(
    @CurrentActor() actor: Actor,
    @Args('input') input: CompleteGridEventAttachmentInput,
  ): Promise<AttachmentModel> {
    return this.files.complete(actor, 'completeGridEventAttachment', input);
  }

  @Mutation(() => AttachmentModel, {
    description: 'Adds the file to its report. With a slip instead of an account (凭回执完成上传附件).',
  })
  @Public()
  async completeGridEventAttachmentBySlip(
    @CurrentActor() caller: Actor,
    @Args('input') { requestId, slip, uploadId }: CompleteGridEventAttachmentBySlipInput,
  ): Promise<AttachmentModel> {
    const { actor } = await this.holders.holderOf(slip, caller.origin.correlationId);
    return this.files.complete(actor, 'completeGridEventAttachmentBySlip', { requestId, uploadId });
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
    const expiresAt = new Date(this.clock.now().getTime() + this.files.limits.downloadMs);
    return { attachmentId: attachment.id, expiresAt, downloadPath: await this.pathOf(attachment, expiresAt) };
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
