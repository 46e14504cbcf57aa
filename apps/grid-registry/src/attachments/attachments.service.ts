import { Access } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { GridEventAttachmentAdded, GridEventAttachmentRevealed } from '@lianxin/contracts';
import type { ATTACHMENT_MEDIA_TYPES } from '@lianxin/contracts';
import { Uploads } from '@lianxin/files';
import type { FileLimits, FinishedFile, Upload } from '@lianxin/files';
import { Journal } from '@lianxin/journal';
import { personIdOfSealedText } from '@lianxin/personal-data';
import type { Sealer } from '@lianxin/personal-data';
import { checkUuid, Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { insertDisclosures, toldOfLook } from '../disclosures/disclosures.queries.js';
import { DisclosuresService } from '../disclosures/disclosures.service.js';
import { openFor } from '../disclosures/reveal-scope.js';
import { GridEventSteps, shownPost } from '../grid-event-commands/grid-event-steps.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { viewOf } from '../grid-events/grid-event.rules.js';
import { toldCodeOf } from '../grid-events/grid-event.sight.js';
import { TRANSITIONS } from '../grid-events/grid-event.transitions.js';
import { PoliciesService } from '../policies/policies.service.js';
import { PURPOSES } from './attachment-purposes.js';
import type { AttachmentPurpose } from './attachment-purposes.js';
import {
  AttachmentNotDueError,
  AttachmentsTooLargeError,
  TooManyAttachmentsError,
} from './attachment.errors.js';
import type { BeginGridEventAttachmentInput, RevealGridEventAttachmentInput } from './attachment.model.js';
import * as queries from './attachments.queries.js';
import type { Attachment } from './attachments.queries.js';

export interface BegunAttachment {
  readonly id: string;
  readonly input: BeginGridEventAttachmentInput;
  /** Seals under the key of the file's subject. */
  readonly sealer: Sealer;
  readonly limits: FileLimits;
}

/** The files of an event: added by those who take its steps, seen by those who may read the words of those steps (S1-20). */
@Injectable()
export class AttachmentsService {
  constructor(
    private readonly access: Access,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly steps: GridEventSteps,
    private readonly policies: PoliciesService,
    private readonly uploads: Uploads,
    private readonly disclosures: DisclosuresService,
  ) {}

  async beginGridEventAttachment(tx: EntityManager, actor: Actor, begun: BegunAttachment): Promise<Upload> {
    const { id, input, sealer, limits } = begun;
    const { event } = await this.mayAdd(tx, actor, input.gridEventId, input.purpose);
    await this.requireRoom(tx, event, input.bytes);
    const { purpose, bytes } = input;
    const upload = { id, ownerId: event.id, uploaderId: actor.subject, purpose, bytes, sealer };
    return this.uploads.begin(tx, upload, limits);
  }

  /** Whose file it is: what is reported is the reporter's, whoever adds it; what was done is its author's. @throws NotFoundError */
  async subjectOf(
    tx: EntityManager,
    actor: Actor,
    { gridEventId, purpose }: Pick<BeginGridEventAttachmentInput, 'gridEventId' | 'purpose'>,
  ): Promise<string> {
    const { event } = await this.mayAdd(tx, actor, gridEventId, purpose);
    return purpose === 'REPORT' ? event.reporterId : actor.subject;
  }

  async completeGridEventAttachment(
    tx: EntityManager,
    actor: Actor,
    file: FinishedFile,
  ): Promise<Attachment> {
    const { upload } = file;
    const purpose = upload.purpose as AttachmentPurpose;
    const { event, grant: post } = await this.mayAdd(tx, actor, upload.ownerId, purpose);
    const grant = shownPost(post, actor, event);
    await queries.lockAttachmentsOf(tx, event.id);
    await this.requireRoom(tx, event, file.bytes);
    await this.uploads.settle(tx, file);
    const attachment = this.attachmentOf(file, event, actor, grant);
    await queries.insertAttachment(tx, attachment);
    await this.recordAdded(tx, actor, attachment, { event, grant });
    return attachment;
  }

  /** The record of the look; the ticket is made after it is committed. */
  async revealGridEventAttachment(
    tx: EntityManager,
    actor: Actor,
    disclosureId: string,
    { attachmentId, purpose }: RevealGridEventAttachmentInput,
  ): Promise<Attachment> {
    const { attachment, event } = await this.get(tx, actor, attachmentId);
    const post = this.access.require(actor, `reveal:${purpose}`, 'GridEvent', viewOf(event));
    const grant = shownPost(post, actor, event);
    await this.disclosures.assertMayLook(tx, actor, event, purpose);
    const { goesWith } = PURPOSES[attachment.purpose];
    const isOpen = openFor(purpose, event).includes(TRANSITIONS[goesWith].event.name, 'attachment');
    if (!isOpen && attachment.addedBy !== actor.subject)
      throw new NotFoundError('GridEventAttachment', attachmentId);
    const at = this.clock.now();
    const persons = new Set([attachment.addedBy, personIdOfSealedText(attachment.contentKey)]);
    const personIds = toldOfLook(event, [...persons], actor.subject);
    const look = { id: disclosureId, personIds, gridEventId: event.id, role: grant.role, purpose, at };
    await insertDisclosures(tx, look);
    await queries.lockAttachmentsOf(tx, attachment.id);
    await this.journal.record(tx, actor, {
      event: GridEventAttachmentRevealed,
      aggregateId: attachment.id,
      areaCode: toldCodeOf(event),
      grant,
      data: {
        attachmentId: attachment.id,
        gridEventId: event.id,
        disclosureId,
        purpose,
        at: at.toISOString(),
      },
    });
    return attachment;
  }

  /** @throws NotFoundError also for what one may not see */
  async get(
    tx: EntityManager,
    actor: Actor,
    id: string,
  ): Promise<{ attachment: Attachment; event: GridEvent }> {
    const attachment = await queries.findAttachment(tx, checkUuid(id, 'attachmentId'));
    if (!attachment) throw new NotFoundError('GridEventAttachment', id);
    return { attachment, event: await this.steps.get(tx, actor, attachment.gridEventId) };
  }

  private async mayAdd(
    tx: EntityManager,
    actor: Actor,
    gridEventId: string,
    purpose: AttachmentPurpose,
  ): Promise<{ event: GridEvent; grant: Grant }> {
    const event = await this.steps.get(tx, actor, gridEventId);
    const { action, states } = PURPOSES[purpose];
    const grant = this.access.require(actor, action, 'GridEvent', viewOf(event));
    if (!states.includes(event.state)) throw new AttachmentNotDueError(purpose, event.state);
    return { event, grant };
  }

  private async requireRoom(tx: EntityManager, event: GridEvent, bytes: number): Promise<void> {
    const question = { areaCode: toldCodeOf(event), on: this.clock.now() };
    const { value: maxCount } = this.policies.book.valueAt('grid-event.attachment-count', question);
    const { value: maxBytes } = this.policies.book.valueAt('grid-event.attachment-bytes', question);
    const held = await queries.sumAttachments(tx, event.id);
    if (held.count >= maxCount) throw new TooManyAttachmentsError(maxCount);
    if (held.bytes + bytes > maxBytes) throw new AttachmentsTooLargeError(maxBytes);
  }

  private attachmentOf(file: FinishedFile, event: GridEvent, actor: Actor, grant: Grant): Attachment {
    const { upload, objectId, mediaType, bytes, digest } = file;
    return {
      id: upload.id,
      gridEventId: event.id,
      purpose: upload.purpose as AttachmentPurpose,
      mediaType,
      bytes,
      objectId,
      contentKey: upload.contentKey,
      cipher: upload.cipher,
      digest,
      addedBy: actor.subject,
      addedRole: grant.role,
      addedAt: this.clock.now(),
    };
  }

  private async recordAdded(
    tx: EntityManager,
    actor: Actor,
    { id, purpose, mediaType, bytes, digest, addedAt }: Attachment,
    { event, grant }: { event: GridEvent; grant: Grant },
  ): Promise<void> {
    await this.journal.record(tx, actor, {
      event: GridEventAttachmentAdded,
      aggregateId: id,
      areaCode: toldCodeOf(event),
      grant,
      data: {
        attachmentId: id,
        gridEventId: event.id,
        areaCode: toldCodeOf(event),
        purpose,
        mediaType: mediaType as (typeof ATTACHMENT_MEDIA_TYPES)[number],
        bytes,
        digestAlgorithm: 'SHA-256',
        digest,
        at: addedAt.toISOString(),
      },
      isFirst: true,
    });
  }
}
