import { Access } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { DocumentAdded, DocumentOpened } from '@lianxin/contracts';
import { Uploads } from '@lianxin/files';
import type { FileLimits, FinishedFile, Upload } from '@lianxin/files';
import { Journal } from '@lianxin/journal';
import type { Sealer } from '@lianxin/personal-data';
import { shanghaiYear, shanghaiYearBounds } from '@lianxin/policy';
import { AreaReplica, PolicyReplica } from '@lianxin/replicas';
import { checkUuid, Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  DocumentPlaceError,
  DocumentsTooLargeError,
  TooManyDocumentsError,
} from '../documents/document.errors.js';
import { viewOfDocument } from '../documents/document.rules.js';
import { findDocument, insertDocument, lockArchive, sumDocuments } from '../documents/documents.queries.js';
import type { Document, KeptDocument } from '../documents/documents.queries.js';
import { ProjectSteps } from '../project-commands/project-steps.js';
import { viewOf } from '../projects/project.rules.js';
import type { BeginMicroProjectDocumentInput } from './document.model.js';
import { archiveIdOf, formatLabel, parseLabel } from './document-place.js';
import type { DocumentPlace } from './document-place.js';

export interface BegunDocument {
  readonly id: string;
  readonly input: BeginMicroProjectDocumentInput;
  /** Seals under the archive's key. */
  readonly sealer: Sealer;
  readonly limits: FileLimits;
}

interface Addition {
  readonly place: DocumentPlace;
  readonly grant: Grant;
}

/** S0-24: the papers of a project's whole life. Steps name those that they rest on; nothing is ever taken out. */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly journal: Journal,
    private readonly policies: PolicyReplica,
    private readonly steps: ProjectSteps,
    private readonly uploads: Uploads,
  ) {}

  /** Whose key it will be under. @throws DocumentPlaceError, NotFoundError, ForbiddenError */
  async archiveOf(tx: EntityManager, actor: Actor, input: BeginMicroProjectDocumentInput): Promise<string> {
    return archiveIdOf((await this.mayAdd(tx, actor, input)).place);
  }

  /** @throws TooManyDocumentsError, DocumentsTooLargeError, and what Uploads throws */
  async beginMicroProjectDocument(tx: EntityManager, actor: Actor, begun: BegunDocument): Promise<Upload> {
    const { id, input, sealer, limits } = begun;
    const { purpose, form, bytes } = input;
    const { place } = await this.mayAdd(tx, actor, input);
    await this.requireRoom(tx, place, bytes);
    const label = { purpose, form, areaId: place.areaId, isOfProject: place.projectId !== null };
    const owned = { ownerId: archiveIdOf(place), uploaderId: actor.subject, purpose: formatLabel(label) };
    return this.uploads.begin(tx, { id, bytes, sealer, ...owned }, limits);
  }

  async completeMicroProjectDocument(tx: EntityManager, actor: Actor, file: FinishedFile): Promise<Document> {
    const { ownerId, purpose: label } = file.upload;
    const { purpose, form, areaId, isOfProject } = parseLabel(label);
    const named = isOfProject ? { projectId: ownerId } : { areaCode: await this.codeOf(tx, areaId) };
    const { place, grant } = await this.mayAdd(tx, actor, named);
    await lockArchive(tx, ownerId);
    await this.requireRoom(tx, place, file.bytes);
    await this.uploads.settle(tx, file);
    const document = {
      ...place,
      ...storedOf(file),
      ...{ purpose, form, addedBy: actor.subject, addedRole: grant.role, addedAt: this.clock.now() },
    };
    await insertDocument(tx, document);
    await this.recordAdded(tx, actor, document, grant);
    return document;
  }

  /** The record of the look; the ticket is made after it is committed. @throws NotFoundError also for what one may not open */
  async openMicroProjectDocument(tx: EntityManager, actor: Actor, documentId: string): Promise<Document> {
    const { document, grant } = await this.openable(tx, actor, documentId);
    await lockArchive(tx, document.id);
    const { areaCode, projectId } = document;
    await this.journal.record(tx, actor, {
      event: DocumentOpened,
      aggregateId: document.id,
      areaCode,
      grant,
      data: { areaCode, projectId, at: this.clock.now().toISOString() },
    });
    return document;
  }

  /** @throws NotFoundError */
  async get(tx: EntityManager, actor: Actor, documentId: string): Promise<Document> {
    return (await this.openable(tx, actor, documentId)).document;
  }

  private async openable(
    tx: EntityManager,
    actor: Actor,
    documentId: string,
  ): Promise<{ document: KeptDocument; grant: Grant }> {
    const document = await findDocument(tx, checkUuid(documentId, 'documentId'));
    const grant =
      document && this.access.findGrant(actor, 'open', 'MicroProjectDocument', viewOfDocument(document));
    if (!document || !grant) throw new NotFoundError('MicroProjectDocument', documentId);
    return { document, grant };
  }

  private async mayAdd(
    tx: EntityManager,
    actor: Actor,
    { projectId, areaCode }: Pick<BeginMicroProjectDocumentInput, 'projectId' | 'areaCode'>,
  ): Promise<Addition> {
    if (projectId && areaCode) throw new DocumentPlaceError();
    if (projectId) {
      const project = await this.steps.get(tx, actor, projectId);
      const grant = this.access.require(actor, 'addDocument', 'MicroProject', viewOf(project));
      const { id, villageId, villageCode } = project;
      return { place: { areaId: villageId, areaCode: villageCode, projectId: id }, grant };
    }
    if (!areaCode) throw new DocumentPlaceError();
    const area = await this.areas.getByCode(tx, areaCode);
    const grant = this.access.require(actor, 'add', 'MicroProjectDocument', { areaCode: area.code });
    return { place: { areaId: area.id, areaCode: area.code, projectId: null }, grant };
  }

  private async codeOf(tx: EntityManager, areaId: number): Promise<string> {
    const [area] = await this.areas.find(tx, [areaId]);
    if (!area) throw new NotFoundError('Area', String(areaId));
    return area.code;
  }

  private async requireRoom(tx: EntityManager, place: DocumentPlace, bytes: number): Promise<void> {
    const now = this.clock.now();
    const question = { areaCode: place.areaCode, on: now };
    const book = await this.policies.book();
    const { value: maxCount } = book.valueAt('micro-project.document-count', question);
    const { value: maxBytes } = book.valueAt('micro-project.document-bytes', question);
    const held = await sumDocuments(tx, place, shanghaiYearBounds(shanghaiYear(now)).from);
    if (held.count >= maxCount) throw new TooManyDocumentsError(maxCount);
    if (held.bytes + bytes > maxBytes) throw new DocumentsTooLargeError(maxBytes);
  }

  private async recordAdded(
    tx: EntityManager,
    actor: Actor,
    { id, areaCode, projectId, purpose, form, bytes, digest, addedAt }: Document,
    grant: Grant,
  ): Promise<void> {
    const at = addedAt.toISOString();
    await this.journal.record(tx, actor, {
      ...{ event: DocumentAdded, aggregateId: id, areaCode, grant, isFirst: true },
      data: { areaCode, projectId, purpose, form, bytes, digestAlgorithm: 'SHA-256', digest, at },
    });
  }
}

const storedOf = ({ upload, objectId, mediaType, bytes, digest }: FinishedFile) => ({
  ...{ id: upload.id, contentKey: upload.contentKey, cipher: upload.cipher },
  ...{ objectId, mediaType, bytes, digest },
});
