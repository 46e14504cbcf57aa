import { createHmac } from 'node:crypto';
import { Secrets } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** In the order of their own characters, which are chance: that of their arrival is lost. */
const ADD = `
  INSERT INTO objection_mark AS m (notice_id, marks) VALUES ($1, ARRAY[$2::text])
  ON CONFLICT (notice_id) DO UPDATE
    SET marks = ARRAY (SELECT each FROM unnest(m.marks || $2::text) each ORDER BY each COLLATE "C")
    WHERE $2 <> ALL (m.marks) RETURNING 1`;
const HAS = `SELECT 1 FROM objection_mark WHERE notice_id = $1 AND $2 = ANY (marks)`;

/**
 * That an account objected to a notice, kept apart from the objection: made with this service's secret, so that it leads from an
 * account to a yes or no, and from nothing to an account or an objection.
 */
@Injectable()
export class ObjectionMarks {
  private readonly key: Buffer;

  constructor(secrets: Secrets) {
    this.key = secrets.keyFor('micro-project objection mark');
  }

  /** Whether it is the account's first to that notice; otherwise nothing changes. */
  async add(tx: EntityManager, noticeId: string, accountId: string): Promise<boolean> {
    const added = await tx.query<unknown[]>(ADD, [noticeId, this.markOf(noticeId, accountId)]);
    return added.length > 0;
  }

  async has(tx: EntityManager, noticeId: string, accountId: string): Promise<boolean> {
    const found = await tx.query<unknown[]>(HAS, [noticeId, this.markOf(noticeId, accountId)]);
    return found.length > 0;
  }

  private markOf(noticeId: string, accountId: string): string {
    return createHmac('sha256', this.key).update(`${noticeId} ${accountId}`).digest('base64url');
  }
}
