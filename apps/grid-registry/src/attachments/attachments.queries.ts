import type { EntityManager } from 'typeorm';
import type { AttachmentPurpose } from './attachment-purposes.js';

export interface Attachment {
  readonly id: string;
  readonly gridEventId: string;
  readonly purpose: AttachmentPurpose;
  readonly mediaType: string;
  readonly bytes: number;
  readonly objectId: string;
  readonly contentKey: string;
  readonly cipher: string;
  readonly digest: string;
  readonly addedBy: string;
  readonly addedRole: string;
  readonly addedAt: Date;
}

const COLUMNS = `id, grid_event_id AS "gridEventId", purpose, media_type AS "mediaType", bytes, object_id AS "objectId",
  content_key AS "contentKey", cipher, digest, added_by AS "addedBy", added_role AS "addedRole", added_at AS "addedAt"`;

export async function insertAttachment(tx: EntityManager, attachment: Attachment): Promise<void> {
  await tx.query(
    `INSERT INTO grid_event_attachment (id, grid_event_id, purpose, media_type, bytes, object_id, content_key, cipher, digest,
       added_by, added_role, added_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      attachment.id,
      attachment.gridEventId,
      attachment.purpose,
      attachment.mediaType,
      attachment.bytes,
      attachment.objectId,
      attachment.contentKey,
      attachment.cipher,
      attachment.digest,
      attachment.addedBy,
      attachment.addedRole,
      attachment.addedAt,
    ],
  );
}

export async function findAttachment(tx: EntityManager, id: string): Promise<Attachment | null> {
  const [found] = await tx.query<Attachment[]>(`SELECT ${COLUMNS} FROM grid_event_attachment WHERE id = $1`, [
    id,
  ]);
  return found ?? null;
}

/** Of each of these events, oldest first; a policy bounds how many an event has. */
export async function attachmentsOfEvents(
  tx: EntityManager,
  gridEventIds: readonly string[],
): Promise<readonly Attachment[][]> {
  const all = await tx.query<Attachment[]>(
    `SELECT ${COLUMNS} FROM grid_event_attachment WHERE grid_event_id = ANY ($1::uuid[]) ORDER BY added_at, id`,
    [gridEventIds],
  );
  return gridEventIds.map((id) => all.filter(({ gridEventId }) => gridEventId === id));
}

export interface Held {
  readonly count: number;
  readonly bytes: number;
}

/** Who adds to an event, or looks at one of its files, waits here for another who is just doing so. */
export async function lockAttachmentsOf(tx: EntityManager, id: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('grid-event-attachment.' || $1, 0))`, [id]);
}

export async function sumAttachments(tx: EntityManager, gridEventId: string): Promise<Held> {
  const [held] = await tx.query<Held[]>(
    `SELECT count(*)::int AS count, coalesce(sum(bytes), 0)::float8 AS bytes FROM grid_event_attachment WHERE grid_event_id = $1`,
    [gridEventId],
  );
  return held ?? { count: 0, bytes: 0 };
}
