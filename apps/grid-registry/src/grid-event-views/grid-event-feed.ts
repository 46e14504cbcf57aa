import type { Actor, LianxinContext } from '@lianxin/access';
import { CursorSigner, checkPageSize } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { GridEventCategory } from '../departments/department.model.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import type { GridEventKind } from '../grid-events/entity/grid-event.row.js';
import { transitionOf } from './grid-event-history.js';
import { FeedAudience, isShownByPosts } from './audience/feed-audience.js';
import { findChanges } from './grid-event-feed.queries.js';
import type { ChangeRow } from './grid-event-feed.queries.js';
import { GridEventsReader } from './grid-events.reader.js';

export interface FeedQuery {
  readonly areaCode: string;
  readonly categories: readonly GridEventCategory[] | null;
  readonly kinds: readonly GridEventKind[] | null;
  readonly after: string | null;
  readonly isFromBeginning: boolean;
  readonly first: number;
}

export interface FeedChange {
  /** The same however often the change is read, by whomever. */
  readonly entryId: string;
  readonly cursor: string;
  readonly transition: string;
  readonly at: Date;
  readonly role: string;
  readonly event: GridEvent;
}

export interface Feed {
  readonly changes: readonly FeedChange[];
  readonly endCursor: string;
  readonly hasMore: boolean;
  readonly audience: string;
}

const CURSOR = 'grid-event-feed';
/** How far one page looks for matches before it answers with the place it came to. */
const WINDOW = 2_000;

const HEAD = `SELECT last_position::float8 AS position FROM relay_state`;

/**
 * Changes in the order of the journal's positions: nothing lost, nothing twice, whoever asks from whichever cursor. Who holds a
 * post over an area or in a department sees what it shows; who holds none, the own reports.
 */
@Injectable()
export class GridEventFeed {
  constructor(
    private readonly cursors: CursorSigner,
    private readonly reader: GridEventsReader,
    private readonly audience: FeedAudience,
  ) {}

  /** Without a cursor: from the beginning if asked for, else no changes and the cursor of now. */
  read(scope: LianxinContext['scope'], actor: Actor, query: FeedQuery): Promise<Feed> {
    const first = checkPageSize(query.first);
    const start = query.isFromBeginning ? 0 : null;
    const after = query.after === null ? start : this.positionOf(query.after);
    return scope.read((tx) =>
      after === null ? this.startOfNow(tx, actor) : this.readAfter(tx, actor, { ...query, first }, after),
    );
  }

  /** The place that a cursor stands for, which is never shown. @throws InvalidCursorError */
  positionOf(cursor: string): number {
    return Number(this.cursors.verify(CURSOR, cursor)[0]);
  }

  cursorOf(position: number): string {
    return this.cursors.sign(CURSOR, [position]);
  }

  private async startOfNow(tx: EntityManager, actor: Actor): Promise<Feed> {
    const endCursor = this.cursorOf(await headOf(tx));
    return { changes: [], endCursor, hasMore: false, audience: this.audienceOf(actor, []) };
  }

  private async readAfter(tx: EntityManager, actor: Actor, query: FeedQuery, after: number): Promise<Feed> {
    const end = Math.min(await headOf(tx), after + WINDOW);
    const scope = isShownByPosts(actor) ? this.reader.readableByPosts(actor) : this.reader.readable(actor);
    const rows = end > after ? await findChanges(tx, { ...query, after, end }, scope) : [];
    const page = rows.slice(0, query.first);
    const isCut = rows.length > query.first;
    const place = isCut ? (page.at(-1)?.position ?? after) : Math.max(after, end);
    return {
      changes: page.map((row) => this.toChange(row)),
      endCursor: this.cursorOf(place),
      hasMore: isCut || end === after + WINDOW,
      audience: this.audienceOf(actor, rows),
    };
  }

  /** A page with an event that does not exist for some of those who hold equal posts is each reader's own. */
  private audienceOf(actor: Actor, rows: readonly ChangeRow[]): string {
    return this.audience.of(
      actor,
      rows.some(({ concernedIds }) => concernedIds.length > 0),
    );
  }

  private toChange(row: ChangeRow): FeedChange {
    const { position, entryId, type, recordedAt, actorRole, ...event } = row;
    return {
      entryId,
      cursor: this.cursorOf(position),
      transition: transitionOf(type),
      at: recordedAt,
      role: actorRole,
      event: event as GridEvent,
    };
  }
}

async function headOf(tx: EntityManager): Promise<number> {
  const [row] = await tx.query<{ position: number }[]>(HEAD);
  return row?.position ?? 0;
}
