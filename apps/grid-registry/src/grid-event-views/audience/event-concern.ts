import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/**
 * Whom an event is about, as SQL over the alias `e`. Events do not say so yet: nobody. A column put in its place decides
 * everything that follows from it here and in the feed.
 */
export const CONCERNED_IDS = `'{}'::uuid[]`;

/** What makes a view depend on the person and not on posts alone: an event is hidden from whom it is about. */
@Injectable()
export class EventConcern {
  /**
   * Whether any event is about the person. Row-level security hides just those from the person: the rows asked here must be such
   * as it does not hide.
   */
  async isConcerned(tx: EntityManager, subject: string): Promise<boolean> {
    const [row] = await tx.query<{ isConcerned: boolean }[]>(
      `SELECT EXISTS (SELECT FROM grid_event e WHERE $1::uuid = ANY(${CONCERNED_IDS})) AS "isConcerned"`,
      [subject],
    );
    return row?.isConcerned ?? false;
  }
}
