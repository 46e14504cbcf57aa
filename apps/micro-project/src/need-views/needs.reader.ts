import { Access, SqlParameters } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { shanghaiDay } from '@lianxin/policy';
import { checkPageSize, checkUuid, Clock, CursorSigner, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { Need } from '../needs/need.entity.js';
import { toNeedModel } from '../needs/need.model.js';
import type { NeedModel } from '../needs/need.model.js';
import { READABLE_NEEDS } from '../needs/need.rules.js';
import { findNeeds, needsOfGridEvents, needsOfIds } from '../needs/needs.queries.js';
import type { NeedFilter, Readable } from '../needs/needs.queries.js';

type Scope = LianxinContext['scope'];

const CURSOR = 'needs';

export interface NeedsAsked {
  readonly filter: NeedFilter;
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** Lists show just what may be seen one by one, by the same rules. */
@Injectable()
export class NeedsReader {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
    private readonly cursors: CursorSigner,
  ) {}

  /** Null also for what one may not see. */
  load(scope: Scope, actor: Actor, id: string): Promise<Need | null> {
    return scope.load('needs by id', checkUuid(id, 'id'), (tx, ids: readonly string[]) =>
      needsOfIds(tx, ids, this.readable(actor)),
    );
  }

  /** The latest 50 that came out of a grid event. */
  ofGridEvent(scope: Scope, actor: Actor, gridEventId: string): Promise<Need[]> {
    return scope.load('needs of grid events', checkUuid(gridEventId, 'id'), (tx, ids: readonly string[]) =>
      needsOfGridEvents(tx, ids, this.readable(actor)),
    );
  }

  async page(
    scope: Scope,
    actor: Actor,
    { filter, first, after }: NeedsAsked,
  ): Promise<Connection<NeedModel>> {
    const page = {
      ...{ filter, first: checkPageSize(first), after: this.cursors.verify(CURSOR, after) },
      today: shanghaiDay(this.clock.now()),
    };
    const rows = await scope.read((tx) => findNeeds(tx, page, this.readable(actor)));
    const cursorOf = ({ submittedAt, id }: Need): string =>
      this.cursors.sign(CURSOR, [submittedAt.toISOString(), id]);
    return toConnection(rows, { first, after, cursorOf, toNode: (need) => toNeedModel(need) });
  }

  private readable(actor: Actor): Readable {
    const parameters = new SqlParameters();
    return { parameters, readable: this.access.filter(actor, READABLE_NEEDS, parameters) };
  }
}
