import type { DOCUMENT_FORMS, DOCUMENT_PURPOSES } from '@lianxin/contracts';
import type { EntityManager } from 'typeorm';

export type DocumentPurpose = (typeof DOCUMENT_PURPOSES)[number];
export type DocumentForm = (typeof DOCUMENT_FORMS)[number];

/** A file in the archive of a project, or of a village or township. */
export interface Document {
  readonly id: string;
  readonly areaId: number;
  readonly areaCode: string;
  readonly projectId: string | null;
  readonly purpose: DocumentPurpose;
  readonly form: DocumentForm;
  readonly mediaType: string;
  readonly bytes: number;
  readonly objectId: string;
  /** The key of its content, sealed under the key of whoever added it. */
  readonly contentKey: string;
  readonly cipher: string;
  readonly digest: string;
  readonly addedBy: string;
  readonly addedRole: string;
  readonly addedAt: Date;
}

const COLUMNS = `d.id, d.area_id AS "areaId", d.area_code AS "areaCode", d.project_id AS "projectId", d.purpose, d.form,
  d.media_type AS "mediaType", d.bytes, d.object_id AS "objectId", d.content_key AS "contentKey", d.cipher, d.digest,
  d.added_by AS "addedBy", d.added_role AS "addedRole", d.added_at AS "addedAt"`;

const BY_ID = `SELECT ${COLUMNS} FROM document d WHERE d.id = $1`;

export async function findDocument(tx: EntityManager, id: string): Promise<Document | null> {
  const [document] = await tx.query<Document[]>(BY_ID, [id]);
  return document ?? null;
}
