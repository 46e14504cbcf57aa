import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** How far the journal got on its way out. */
export interface Traffic {
  /** The last position given. */
  readonly lastPosition: number;
  /** The last position handed to the event transport. */
  readonly publishedPosition: number;
  /** The last position under a seal; null before the first. */
  readonly sealedPosition: number | null;
  /** Entries committed and not yet handed over; counted up to `UNPUBLISHED_LIMIT`. */
  readonly unpublishedCount: number;
  readonly oldestUnpublishedAt: Date | null;
  readonly oldestUnpublishedAgeS: number;
}

/** Above this nobody counts on: the number says "very many". */
export const UNPUBLISHED_LIMIT = 100_000;

const POSITIONS = `
  SELECT last_position AS "lastPosition", published_position AS "publishedPosition",
         (SELECT max(to_position) FROM journal_seal) AS "sealedPosition",
         (SELECT count(*)::int FROM (SELECT 1 FROM outbox LIMIT ${UNPUBLISHED_LIMIT}) o)
       + (SELECT count(*)::int FROM (SELECT 1 FROM journal_position WHERE position > s.published_position
                                      ORDER BY position LIMIT ${UNPUBLISHED_LIMIT}) p) AS "unpublishedCount",
         least((SELECT j.recorded_at FROM outbox o JOIN journal_entry j ON j.id = o.entry_id ORDER BY o.ordinal LIMIT 1),
               (SELECT j.recorded_at FROM journal_position p JOIN journal_entry j ON j.id = p.entry_id
                 WHERE p.position > s.published_position ORDER BY p.position LIMIT 1)) AS "oldestUnpublishedAt"
    FROM relay_state s`;

/** What stands in the outbox and how far the relay is. */
@Injectable()
export class TrafficService {
  constructor(private readonly clock: Clock) {}

  async read(tx: Pick<EntityManager, 'query'>): Promise<Traffic> {
    const [row] = await tx.query<Omit<Traffic, 'oldestUnpublishedAgeS'>[]>(POSITIONS);
    if (!row) throw new Error('relay_state has no row: the journal was not migrated');
    const oldest = row.oldestUnpublishedAt;
    const ageMs = oldest ? this.clock.now().getTime() - oldest.getTime() : 0;
    return { ...row, oldestUnpublishedAgeS: Math.max(0, ageMs / 1000) };
  }
}
