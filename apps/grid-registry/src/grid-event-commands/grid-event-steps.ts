import { Access, EVERY_AREA, Role, subtreeOf } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import type { EventDefinition } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { checkUuid, Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { AlertRaisingService } from '../grid-event-alerts/alert-raising.service.js';
import { endAlertsOf } from '../grid-event-alerts/grid-event-alerts.queries.js';
import { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import type { GridEventRow } from '../grid-events/entity/grid-event.row.js';
import { viewOf } from '../grid-events/grid-event.rules.js';
import { sightOf, toldCodeOf } from '../grid-events/grid-event.sight.js';
import { NEEDS_SOMEBODY, TRANSITIONS } from '../grid-events/grid-event.transitions.js';
import type { GridEventState, TransitionName } from '../grid-events/grid-event.transitions.js';
import { Deadlines } from './deadlines.js';
import { countEvent } from './grid-event-tally.js';
import { isHandling } from './posts.js';

export interface Step {
  readonly name: TransitionName;
  readonly gridEventId: string;
  /** What must hold besides the post, asked of the event as it is held. */
  readonly guard?: (event: GridEvent) => Promise<void>;
  /** Changes the event by its own rules; what it answers joins the payload of the step's event. */
  readonly change: (event: GridEvent, at: Date, grant: Grant) => Readonly<Record<string, unknown>> | void;
  readonly sealed?: Readonly<Record<string, string>>;
  /** The action that the actor's post must allow, if it is not the step's own name. */
  readonly action?: string;
  /** What follows from it in the same transaction, under the same post. */
  readonly after?: (event: GridEvent, grant: Grant) => Promise<void>;
}

export type NextStep = Pick<Step, 'name' | 'change'>;
/** A step that a post was found to allow. */
export type AllowedStep = Pick<Step, 'name' | 'change' | 'sealed'> & { readonly grant: Grant };

export interface Beginning {
  readonly name: 'report' | 'settleOnTheSpot';
  readonly event: GridEvent;
  readonly grant: Grant;
  readonly sealed: Readonly<Record<string, string>>;
  /** What is stored with the event, before the counts are moved: their rows are shared by all. */
  readonly beside?: (tx: EntityManager, event: GridEvent) => Promise<void>;
}

/**
 * Row-level security asks of the row as it will be, too, whether its writer sees it. A department that gives an event
 * back will not: for the rest of its transaction it sees that one place.
 */
const KEEP_IN_SIGHT = `SELECT set_config('app.areas',
  (current_setting('app.areas')::code_multirange + code_multirange(code_range($1, $1, '[]')))::text, true)`;

const SEE_SUBTREE = `SELECT set_config('app.areas',
  (current_setting('app.areas')::code_multirange + code_multirange(code_range($1, $2)))::text, true)`;

const SIGHT = `SELECT current_setting('app.areas') AS areas`;
const SEE = `SELECT set_config('app.areas', $1, true)`;

/** The one way of every step: find or fail, guard, change by the entity's rules, store, record. */
@Injectable()
export class GridEventSteps {
  constructor(
    private readonly access: Access,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly deadlines: Deadlines,
    private readonly alerts: AlertRaisingService,
  ) {}

  async take(tx: EntityManager, actor: Actor, step: Step): Promise<GridEvent> {
    const event = await this.lock(tx, actor, step.gridEventId);
    const grant = this.access.require(actor, step.action ?? step.name, 'GridEvent', viewOf(event));
    await step.guard?.(event);
    await this.carryOut(tx, actor, event, { ...step, grant: shownPost(grant, actor, event) });
    await step.after?.(event, grant);
    return event;
  }

  /** @param event held by this transaction; the post was found to allow the step */
  async carryOut(tx: EntityManager, actor: Actor, event: GridEvent, step: AllowedStep): Promise<GridEvent> {
    const { name, grant, sealed = {} } = step;
    const before: GridEventRow = { ...event };
    const now = this.clock.now();
    const extra = step.change(event, now, grant) ?? {};
    if (isHandling(name, grant.role)) event.addParticipant(actor.subject);
    event.noteResponse(now);
    const isGivenBack = grant.departmentId !== null && grant.departmentId !== event.departmentId;
    if (isGivenBack || sightOf(before) !== sightOf(event)) await tx.query(KEEP_IN_SIGHT, [sightOf(event)]);
    const changes = changesOf(before, event);
    if (Object.keys(changes).length > 0) await tx.update(GridEvent, { id: event.id }, changes);
    await callDepartments(tx, event, before.departmentIds);
    if (isAlarming(before) !== isAlarming(event)) await this.keepAlerts(tx, actor, event, name);
    await this.record(tx, actor, { name, event, grant, before, extra, sealed });
    return event;
  }

  /**
   * What is merged into an event that this transaction holds, held as well. Whoever acts on the one need not see the others:
   * for the rest of the transaction they see their county.
   */
  async lockMergedInto(tx: EntityManager, main: GridEvent): Promise<GridEvent[]> {
    if (main.mergedCount === 0) return [];
    const { from, to } = subtreeOf(main.areaCode.slice(0, COUNTY_CODE_LENGTH));
    await tx.query(SEE_SUBTREE, [from, to]);
    return tx.find(GridEvent, {
      where: { mergedIntoId: main.id },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** Whoever merges or takes apart holds the main event, too. */
  async storeMergedCount(tx: EntityManager, { id, mergedCount }: GridEvent): Promise<void> {
    await tx.update(GridEvent, { id }, { mergedCount });
  }

  /** @param next a step that follows in the same breath: it is recorded as one of its own */
  async begin(tx: EntityManager, actor: Actor, beginning: Beginning, next?: NextStep): Promise<GridEvent> {
    const { event, grant } = beginning;
    event.respondBy = this.deadlines.ofResponse(event.areaCode, event.reportedAt);
    event.noteResponse(event.reportedAt);
    await this.record(tx, actor, { ...beginning, before: null, extra: {} });
    if (next) {
      const before: GridEventRow = { ...event };
      const now = this.clock.now();
      const extra = next.change(event, now, grant) ?? {};
      event.noteResponse(now);
      await this.record(tx, actor, { name: next.name, event, grant, before, extra, sealed: {} });
    }
    await tx.insert(GridEvent, event);
    await callDepartments(tx, event, []);
    await beginning.beside?.(tx, event);
    return event;
  }

  /**
   * What the caller began, read again to repeat the answer: the request id proves that they did. They may have no post to
   * see it by, when they keyed it in for somebody else.
   */
  async getBeginning(tx: EntityManager, gridEventId: string): Promise<GridEvent> {
    const event = await this.unseen(tx, () => tx.findOneBy(GridEvent, { id: gridEventId }));
    if (!event) throw new NotFoundError('GridEvent', gridEventId);
    return event;
  }

  /** The event that is handled for this one, if it was merged: for what the platform must know, whoever asks. */
  async mainOf(tx: EntityManager, { mergedIntoId }: GridEvent): Promise<GridEvent | null> {
    if (mergedIntoId === null) return null;
    return this.unseen(tx, () => tx.findOneBy(GridEvent, { id: mergedIntoId }));
  }

  /** For who sees it no more, as it was answered then: a repeat is no window on what became of it. */
  async getBeginningAgain(tx: EntityManager, actor: Actor, gridEventId: string): Promise<GridEvent> {
    const event = await this.getBeginning(tx, gridEventId);
    return this.access.findGrant(actor, 'read', 'GridEvent', viewOf(event)) ? event : event.asReported();
  }

  /** Reads the event and holds its row for the rest of the transaction. @throws NotFoundError also for what one may not see */
  async lock(tx: EntityManager, actor: Actor, gridEventId: string): Promise<GridEvent> {
    const where = { id: checkUuid(gridEventId, 'gridEventId') };
    const event = await tx.findOne(GridEvent, { where, lock: { mode: 'pessimistic_write' } });
    return this.readable(actor, event, gridEventId);
  }

  /** @throws NotFoundError */
  async get(tx: EntityManager, actor: Actor, gridEventId: string): Promise<GridEvent> {
    const event = await tx.findOneBy(GridEvent, { id: checkUuid(gridEventId, 'gridEventId') });
    return this.readable(actor, event, gridEventId);
  }

  /** An emergency that is done with rings nobody up any more; one that is not after all rings anew. */
  private keepAlerts(tx: EntityManager, actor: Actor, event: GridEvent, step: TransitionName): Promise<void> {
    const at = this.clock.now();
    const { correlationId } = actor.origin;
    const again = { at, correlationId, isReopened: step === 'reopen' };
    return this.unseen(tx, () =>
      isAlarming(event) ? this.alerts.raiseAgain(tx, event, again) : endAlertsOf(tx, event.id, at),
    );
  }

  /** The main events of several, by their ids. */
  async mainsOf(tx: EntityManager, events: readonly GridEvent[]): Promise<Map<string, GridEvent>> {
    const ids = [...new Set(events.flatMap(({ mergedIntoId }) => mergedIntoId ?? []))];
    if (ids.length === 0) return new Map();
    const mains = await this.unseen(tx, () => tx.findBy(GridEvent, { id: In(ids) }));
    return new Map(mains.map((main) => [main.id, main]));
  }

  /** With the reach of the platform itself: for what it must know or do, whoever acts. */
  private async unseen<Result>(tx: EntityManager, work: () => Promise<Result>): Promise<Result> {
    const [sight] = await tx.query<{ areas: string }[]>(SIGHT);
    await tx.query(SEE, [EVERY_AREA]);
    const result = await work();
    await tx.query(SEE, [sight?.areas ?? '{}']);
    return result;
  }

  private readable(actor: Actor, event: GridEvent | null, id: string): GridEvent {
    if (!event || !this.access.findGrant(actor, 'read', 'GridEvent', viewOf(event)))
      throw new NotFoundError('GridEvent', id);
    return event;
  }

  private async record(tx: EntityManager, actor: Actor, taken: Taken): Promise<void> {
    const { event, grant, sealed, before } = taken;
    const from = before?.state ?? null;
    const definition = TRANSITIONS[taken.name].event as EventDefinition;
    await this.journal.record(tx, actor, {
      event: definition,
      aggregateId: event.id,
      areaCode: toldCodeOf(event),
      grant,
      data: { ...standingOf(event, from, this.clock.now()), ...taken.extra },
      isFirst: before === null,
      ...(Object.keys(sealed).length > 0 && { sealed }),
    });
    await countEvent(tx, event, before);
  }
}

/** While it can still be stood down, somebody has to know of it (S1-23). */
const isAlarming = ({ kind, state }: GridEventRow): boolean =>
  kind === 'EMERGENCY' && NEEDS_SOMEBODY.includes(state);

/** Where whoever reported asked not to be known, none of their later steps shows a post that could give them away. */
export function shownPost(grant: Grant, { subject }: Actor, event: GridEvent): Grant {
  const isTheirs = subject === event.reporterId || subject === event.proxyId;
  return isTheirs && event.confidentiality !== 'OPEN' ? { ...grant, role: Role.PERSON } : grant;
}

/** Lets the departments that were called find the event among theirs. */
async function callDepartments(
  tx: EntityManager,
  event: GridEvent,
  before: readonly string[],
): Promise<void> {
  const called = event.departmentIds.filter((id) => !before.includes(id));
  if (called.length === 0) return;
  await tx.query(
    `INSERT INTO grid_event_department (department_id, grid_event_id) SELECT unnest($1::uuid[]), $2 ON CONFLICT DO NOTHING`,
    [called, event.id],
  );
}

/** Most steps change something; what a department answers in between may change nothing of the event itself. */
function changesOf(before: Readonly<Partial<GridEvent>>, after: GridEvent): Partial<GridEvent> {
  const fields = Object.entries(after) as [keyof GridEvent, unknown][];
  return Object.fromEntries(fields.filter(([field, value]) => value !== before[field]));
}

interface Taken {
  readonly name: TransitionName;
  readonly event: GridEvent;
  readonly grant: Grant;
  /** As it was; null when it begins. */
  readonly before: GridEventRow | null;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly sealed: Readonly<Record<string, string>>;
}

const VILLAGE_CODE_LENGTH = 12;
const COUNTY_CODE_LENGTH = 6;

/** What each event of a grid event tells of where it stands. */
function standingOf(event: GridEvent, fromState: GridEventState | null, at: Date): Record<string, unknown> {
  const areaCode = toldCodeOf(event);
  return {
    areaCode,
    villageCode: areaCode.slice(0, VILLAGE_CODE_LENGTH),
    category: event.category,
    kind: event.kind,
    source: event.source,
    fromState,
    toState: event.state,
    level: event.level,
    departmentId: event.departmentId,
    dueAt: event.dueAt.toISOString(),
    at: at.toISOString(),
  };
}
