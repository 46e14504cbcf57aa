import { Access, SqlParameters } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Clock, CursorSigner, checkPageSize, checkUuid, toConnection } from '@lianxin/service-kit';
import type { Connection, PageArgs } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { toGridEventModel } from '../grid-events/grid-event.model.js';
import type { GridEventModel } from '../grid-events/grid-event.model.js';
import { READABLE_EVENTS, eventsOfAreas, findEvents, findEventsOfIds } from './grid-events.queries.js';
import type { EventFilter, EventOrder, EventPage } from './grid-events.queries.js';

type Scope = LianxinContext['scope'];

export interface EventListArgs extends PageArgs {
  readonly filter?: EventFilter | null;
  readonly order: EventOrder;
}

/** Lists of events, each filtered by the very rules that guard one event. */
@Injectable()
export class GridEventsReader {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
    private readonly cursors: CursorSigner,
  ) {}

  /** The event if the caller may see it; loaded together with the others that the request asks for. */
  load(scope: Scope, actor: Actor, id: string): Promise<GridEvent | null> {
    return scope.load('grid events by id', checkUuid(id, 'id'), async (tx, ids: readonly string[]) => {
      const events = await findEventsOfIds(tx, ids, this.readable(actor));
      const byId = new Map(events.map((event) => [event.id, event]));
      return ids.map((each) => byId.get(each) ?? null);
    });
  }

  async page(
    scope: Scope,
    actor: Actor,
    areaCode: string | null,
    args: EventListArgs,
  ): Promise<Connection<GridEventModel>> {
    const page = this.pageOf(args);
    const rows = await scope.read((tx) => findEvents(tx, areaCode, page, this.listable(actor, page)));
    return this.toConnection(rows, args);
  }

  /** The same page for every area that the request asks for, in one statement a level. */
  async pageOfArea(
    scope: Scope,
    actor: Actor,
    areaCode: string,
    args: EventListArgs,
  ): Promise<Connection<GridEventModel>> {
    const page = this.pageOf(args);
    const name = `grid events of areas ${areaCode.length} ${JSON.stringify({ ...args, first: page.first })}`;
    const rows = await scope.load(name, areaCode, (tx, codes: readonly string[]) =>
      eventsOfAreas(tx, codes, page, this.listable(actor, page)),
    );
    return this.toConnection(rows, args);
  }

  readable(actor: Actor): { parameters: SqlParameters; readable: string } {
    const parameters = new SqlParameters();
    return { parameters, readable: this.access.filter(actor, READABLE_EVENTS, parameters) };
  }

  /** A question about answers finds only what the caller may read the answers of. */
  private listable(actor: Actor, { filter }: EventPage): { parameters: SqlParameters; readable: string } {
    const { parameters, readable } = this.readable(actor);
    if (typeof filter.hasAnswerToConfirm !== 'boolean') return { parameters, readable };
    const answers = { ...READABLE_EVENTS, action: 'readFollowUp' };
    return { parameters, readable: `${readable} AND ${this.access.filter(actor, answers, parameters)}` };
  }

  /** What the caller's posts show, one's own reports elsewhere left out: the same for all who hold such posts. */
  readableByPosts(actor: Actor): { parameters: SqlParameters; readable: string } {
    const parameters = new SqlParameters();
    const list = { ...READABLE_EVENTS, leftOut: ['reporterId', 'proxyId'] };
    return { parameters, readable: this.access.filter(actor, list, parameters) };
  }

  private pageOf({ first, after, filter, order }: EventListArgs): EventPage {
    const place = this.cursors.verify(cursorKind(order), after);
    if (filter?.departmentId) checkUuid(filter.departmentId, 'departmentId');
    return { filter: filter ?? {}, order, first: checkPageSize(first), after: place, now: this.clock.now() };
  }

  private toConnection(
    rows: readonly GridEvent[],
    { first, after, order }: EventListArgs,
  ): Connection<GridEventModel> {
    const cursorOf = (event: GridEvent): string => {
      const at = order === 'DUE_FIRST' ? event.dueAt : event.reportedAt;
      return this.cursors.sign(cursorKind(order), [at.toISOString(), event.id]);
    };
    return toConnection(rows, { first, after, cursorOf, toNode: toGridEventModel });
  }
}

const cursorKind = (order: EventOrder): string => `grid-events ${order}`;
