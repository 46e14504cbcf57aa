import type { Actor } from '@lianxin/access';
import type { DepartmentEnvelope } from '@lianxin/contracts';
import { Database, RequestScope } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { GridEventCategory } from '../departments/department.model.js';
import { GridEventFeed } from '../grid-event-views/grid-event-feed.js';
import type { GridEventKind } from '../grid-events/entity/grid-event.row.js';
import { toDepartmentEnvelope } from './department-change.js';

export interface DepartmentFeedQuery {
  /** Only inside this area; empty for wherever the department has something to do. */
  readonly areaCode: string;
  readonly categories: readonly GridEventCategory[] | null;
  readonly kinds: readonly GridEventKind[] | null;
  /** A position of the journal. */
  readonly after: number;
}

export interface DepartmentPage {
  readonly changes: readonly { readonly position: number; readonly envelope: DepartmentEnvelope }[];
  /** Where to go on when all of the page was taken. */
  readonly position: number;
  readonly hasMore: boolean;
}

const PAGE_SIZE = 100;

/** What a department may see of the changes after a position: the feed itself, asked by the department's own post. */
@Injectable()
export class DepartmentFeedReader {
  constructor(
    private readonly database: Database,
    private readonly feed: GridEventFeed,
  ) {}

  async read(actor: Actor, query: DepartmentFeedQuery): Promise<DepartmentPage> {
    const scope = new RequestScope(this.database, actor);
    try {
      const { changes, endCursor, hasMore } = await this.feed.read(scope, actor, {
        ...query,
        after: this.feed.cursorOf(query.after),
        isFromBeginning: false,
        first: PAGE_SIZE,
      });
      return {
        changes: changes.map((change) => ({
          position: this.feed.positionOf(change.cursor),
          envelope: toDepartmentEnvelope(change),
        })),
        position: this.feed.positionOf(endCursor),
        hasMore,
      };
    } finally {
      await scope.release();
    }
  }
}
