import type { EntityManager } from 'typeorm';

/** An upload under way, or completed and not yet swept away. */
export interface Upload {
  readonly id: string;
  /** The object that the file will belong to. */
  readonly ownerId: string;
  readonly purpose: string;
  readonly uploaderId: string;
  readonly declaredBytes: number;
  readonly receivedBytes: number;
  readonly contentKey: string;
  readonly cipher: string;
  readonly begunAt: Date;
  readonly expiresAt: Date;
  readonly completedAt: Date | null;
}

/** An object in the storage: bytes of an upload from `firstByte`, or the finished file if that is null. */
export interface UploadObject {
  readonly id: string;
  readonly uploadId: string;
  readonly firstByte: number | null;
  readonly bytes: number;
}

const COLUMNS = `id, owner_id AS "ownerId", purpose, uploader_id AS "uploaderId", declared_bytes AS "declaredBytes",
  received_bytes AS "receivedBytes", content_key AS "contentKey", cipher, begun_at AS "begunAt",
  expires_at AS "expiresAt", completed_at AS "completedAt"`;

const OBJECT_COLUMNS = `id, upload_id AS "uploadId", first_byte AS "firstByte", bytes`;

export async function insertUpload(tx: EntityManager, upload: Upload): Promise<void> {
  await tx.query(
    `INSERT INTO file_upload (id, owner_id, purpose, uploader_id, declared_bytes, content_key, cipher, begun_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      upload.id,
      upload.ownerId,
      upload.purpose,
      upload.uploaderId,
      upload.declaredBytes,
      upload.contentKey,
      upload.cipher,
      upload.begunAt,
      upload.expiresAt,
    ],
  );
}

export async function findUpload(tx: EntityManager, id: string): Promise<Upload | null> {
  const [upload] = await tx.query<Upload[]>(`SELECT ${COLUMNS} FROM file_upload WHERE id = $1`, [id]);
  return upload ?? null;
}

export async function lockUpload(tx: EntityManager, id: string): Promise<Upload | null> {
  const [upload] = await tx.query<Upload[]>(`SELECT ${COLUMNS} FROM file_upload WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  return upload ?? null;
}

export interface OpenUploads {
  readonly count: number;
}

export async function countOpenUploads(tx: EntityManager, uploaderId: string, now: Date): Promise<number> {
  const [open] = await tx.query<OpenUploads[]>(
    `SELECT count(*)::int AS count FROM file_upload WHERE uploader_id = $1 AND completed_at IS NULL AND expires_at > $2`,
    [uploaderId, now],
  );
  return open?.count ?? 0;
}

export async function insertObject(tx: EntityManager, object: UploadObject): Promise<void> {
  await tx.query(`INSERT INTO file_object (id, upload_id, first_byte, bytes) VALUES ($1, $2, $3, $4)`, [
    object.id,
    object.uploadId,
    object.firstByte,
    object.bytes,
  ]);
}

/** Moves an upload on by a part that is stored; false when another one was quicker. */
export async function advanceUpload(tx: EntityManager, part: UploadObject): Promise<boolean> {
  const moved = await tx.query<unknown[]>(
    `WITH moved AS (UPDATE file_upload SET received_bytes = received_bytes + $3
       WHERE id = $1 AND received_bytes = $2 AND completed_at IS NULL RETURNING id),
     stored AS (UPDATE file_object SET is_stored = true WHERE id = $4 AND upload_id IN (SELECT id FROM moved) RETURNING id)
     SELECT id FROM stored`,
    [part.uploadId, part.firstByte, part.bytes, part.id],
  );
  return moved.length > 0;
}

/** The stored parts of an upload in their order. */
export function findParts(tx: EntityManager, uploadId: string): Promise<UploadObject[]> {
  return tx.query<UploadObject[]>(
    `SELECT ${OBJECT_COLUMNS} FROM file_object WHERE upload_id = $1 AND is_stored AND first_byte IS NOT NULL ORDER BY first_byte`,
    [uploadId],
  );
}

export async function countObjects(tx: EntityManager, uploadId: string): Promise<number> {
  const [objects] = await tx.query<OpenUploads[]>(
    `SELECT count(*)::int AS count FROM file_object WHERE upload_id = $1`,
    [uploadId],
  );
  return objects?.count ?? 0;
}

/** The finished file now belongs to its owner's row, and no sweep finds it. */
export async function completeUpload(
  tx: EntityManager,
  uploadId: string,
  objectId: string,
  now: Date,
): Promise<void> {
  await tx.query(`DELETE FROM file_object WHERE id = $1`, [objectId]);
  await tx.query(`UPDATE file_upload SET completed_at = $2 WHERE id = $1`, [uploadId, now]);
}

export async function expireUpload(tx: EntityManager, uploadId: string, now: Date): Promise<void> {
  await tx.query(`UPDATE file_upload SET expires_at = $2 WHERE id = $1 AND completed_at IS NULL`, [
    uploadId,
    now,
  ]);
}

/** A bounded batch of uploads that nobody needs any more, oldest first. */
export async function findLeftUploads(tx: EntityManager, before: Date, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT id FROM file_upload WHERE expires_at < $1 OR completed_at < $1 ORDER BY expires_at LIMIT $2`,
    [before, limit],
  );
  return rows.map(({ id }) => id);
}

export async function findObjectsOf(tx: EntityManager, uploadIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT id FROM file_object WHERE upload_id = ANY ($1::uuid[])`,
    [uploadIds],
  );
  return rows.map(({ id }) => id);
}

export async function deleteUploads(tx: EntityManager, uploadIds: readonly string[]): Promise<void> {
  await tx.query(`DELETE FROM file_object WHERE upload_id = ANY ($1::uuid[])`, [uploadIds]);
  await tx.query(`DELETE FROM file_upload WHERE id = ANY ($1::uuid[])`, [uploadIds]);
}
