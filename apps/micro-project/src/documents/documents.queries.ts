import type { DOCUMENT_FORMS, DOCUMENT_PURPOSES } from '@lianxin/contracts';
import type { EntityManager } from 'typeorm';
import type { Readable } from '../projects/projects.queries.js';
import { IS_PUBLISHED } from './document.rules.js';

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

/** The same with what others may see of it today. */
export interface KeptDocument extends Document {
  readonly isPublished: boolean;
}

const COLUMNS = `d.id, d.area_id AS "areaId", d.area_code AS "areaCode", d.project_id AS "projectId", d.purpose, d.form,
  d.media_type AS "mediaType", d.bytes, d.object_id AS "objectId", d.content_key AS "contentKey", d.cipher, d.digest,
  d.added_by AS "addedBy", d.added_role AS "addedRole", d.added_at AS "addedAt"`;

const KEPT = `${COLUMNS}, ${IS_PUBLISHED} AS "isPublished" FROM document d LEFT JOIN project p ON p.id = d.project_id`;
const BY_ID = `SELECT ${KEPT} WHERE d.id = $1`;

const INSERT = `INSERT INTO document (id, area_id, area_code, project_id, purpose, form, media_type, bytes, object_id, content_key,
    cipher, digest, added_by, added_role, added_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;

export async function findDocument(tx: EntityManager, id: string): Promise<KeptDocument | null> {
  const [document] = await tx.query<KeptDocument[]>(BY_ID, [id]);
  return document ?? null;
}

export async function insertDocument(tx: EntityManager, document: Document): Promise<void> {
  const { id, areaId, areaCode, projectId, purpose, form, mediaType, bytes, objectId } = document;
  const { contentKey, cipher, digest, addedBy, addedRole, addedAt } = document;
  const place = [id, areaId, areaCode, projectId, purpose, form];
  const content = [mediaType, bytes, objectId, contentKey, cipher, digest];
  await tx.query(INSERT, [...place, ...content, addedBy, addedRole, addedAt]);
}

/** Of each of these projects, as far as they may be opened, oldest first; a policy bounds how many there are. */
export async function documentsOf(
  tx: EntityManager,
  projectIds: readonly string[],
  { parameters, readable }: Readable,
): Promise<KeptDocument[][]> {
  const rows = await tx.query<KeptDocument[]>(
    `SELECT ${KEPT} WHERE d.project_id = ANY(${parameters.add(projectIds)}::uuid[]) AND ${readable} ORDER BY d.added_at, d.id`,
    parameters.values,
  );
  return projectIds.map((id) => rows.filter(({ projectId }) => projectId === id));
}

/** Who adds to an archive, or opens one of its documents, waits here for another who is just doing so. */
export async function lockArchive(tx: EntityManager, id: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('document.' || $1, 0))`, [id]);
}

export interface Held {
  readonly count: number;
  readonly bytes: number;
}

const HELD = `SELECT count(*)::int AS count, coalesce(sum(d.bytes), 0)::float8 AS bytes FROM document d`;

/** What a project has, or what an area has got since then besides its projects. */
export async function sumDocuments(
  tx: EntityManager,
  { projectId, areaCode }: Pick<Document, 'projectId' | 'areaCode'>,
  since: Date,
): Promise<Held> {
  const [held] = projectId
    ? await tx.query<Held[]>(`${HELD} WHERE d.project_id = $1`, [projectId])
    : await tx.query<Held[]>(`${HELD} WHERE d.area_code = $1 AND d.project_id IS NULL AND d.added_at >= $2`, [
        areaCode,
        since,
      ]);
  return held ?? { count: 0, bytes: 0 };
}
