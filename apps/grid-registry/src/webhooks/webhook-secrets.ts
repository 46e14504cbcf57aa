import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { newSecret } from './delivery/signatures.js';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Names algorithm and key version, as every ciphertext here does. */
const ALGORITHM = 'A256GCM.1';

/** The secrets of webhooks, stored under a key of their own that no database holds. */
export class WebhookSecrets {
  private readonly key: Buffer;

  /** @param keyEncryptionKey 32 bytes; the key of this purpose is derived from it. */
  constructor(keyEncryptionKey: Buffer) {
    this.key = deriveKey(keyEncryptionKey, 'webhook secrets');
  }

  /** Makes the secret in force from now on. It is answered this once and shown never again. */
  async issue(tx: EntityManager, webhookId: string, now: Date): Promise<string> {
    const secret = newSecret();
    await tx.query(
      `INSERT INTO webhook_secret (id, webhook_id, sealed, created_at) VALUES ($1, $2, $3, $4)`,
      [uuidv7(), webhookId, this.seal(webhookId, secret), now],
    );
    return secret;
  }

  /** The secret in force ends later, and one whose end was set before stays as it is; those that ended are forgotten. */
  async retire(
    tx: EntityManager,
    webhookId: string,
    { now, until }: { now: Date; until: Date },
  ): Promise<void> {
    await tx.query(`DELETE FROM webhook_secret WHERE webhook_id = $1 AND expires_at <= $2`, [webhookId, now]);
    await tx.query(`UPDATE webhook_secret SET expires_at = $2 WHERE webhook_id = $1 AND expires_at IS NULL`, [
      webhookId,
      until,
    ]);
  }

  async forget(tx: EntityManager, webhookId: string): Promise<void> {
    await tx.query(`DELETE FROM webhook_secret WHERE webhook_id = $1`, [webhookId]);
  }

  /** The secrets that sign now, the newest first. */
  async inForce(tx: EntityManager, webhookId: string, now: Date): Promise<string[]> {
    const rows = await tx.query<{ sealed: string }[]>(
      `SELECT sealed FROM webhook_secret WHERE webhook_id = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY id DESC`,
      [webhookId, now],
    );
    return rows.map(({ sealed }) => this.open(webhookId, sealed));
  }

  private seal(webhookId: string, secret: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(webhookId));
    const sealed = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${ALGORITHM}.${sealed.toString('base64url')}`;
  }

  /** @throws Error when it was sealed for another webhook or under another key */
  private open(webhookId: string, stored: string): string {
    if (!stored.startsWith(`${ALGORITHM}.`)) throw new Error('A webhook secret of an unknown algorithm.');
    const sealed = Buffer.from(stored.slice(ALGORITHM.length + 1), 'base64url');
    const iv = sealed.subarray(0, IV_BYTES);
    const decipher = createDecipheriv(CIPHER, this.key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(webhookId)).setAuthTag(sealed.subarray(-TAG_BYTES));
    const opened = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES));
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  }
}
