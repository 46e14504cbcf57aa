import { checkUuid } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DocumentUnfitError } from './document.errors.js';
import { findDocument } from './documents.queries.js';
import type { Document, DocumentForm, DocumentPurpose } from './documents.queries.js';

/** A scan that somebody signed or sealed: a mere record shows no signature. */
const SCANS: readonly DocumentForm[] = ['SIGNED_SCAN', 'SEALED_SCAN'];

export interface RequiredDocument {
  readonly id: string;
  readonly purpose: DocumentPurpose;
  /** The project, village, township or county it has to belong to: a project's own, or one of the areas it lies in. */
  readonly projectId: string | null;
  readonly areaCode: string;
  /** The archive of the project itself has to hold it: one that an area keeps for several matters does not do. */
  readonly isOwn?: boolean;
  /** Without it, signed or sealed is asked for. */
  readonly forms?: readonly DocumentForm[];
}

/** Steps that rest on paper name it: it is there, of the right kind and of the right place. */
@Injectable()
export class RequiredDocuments {
  /** @throws DocumentUnfitError, MalformedIdError */
  async require(tx: EntityManager, required: RequiredDocument): Promise<Document> {
    const { purpose, projectId, areaCode, forms = SCANS, isOwn = false } = required;
    const document = await findDocument(tx, checkUuid(required.id, 'documentId'));
    if (!document || document.purpose !== purpose || !forms.includes(document.form))
      throw new DocumentUnfitError(purpose);
    const isItsOwn = document.projectId === projectId || (document.projectId === null && !isOwn);
    const isOfItsPlace = areaCode.startsWith(document.areaCode);
    if (!isItsOwn || !isOfItsPlace) throw new DocumentUnfitError(purpose);
    return document;
  }
}
