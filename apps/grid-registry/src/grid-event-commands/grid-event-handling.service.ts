import { Access } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DepartmentsService } from '../departments/departments.service.js';
import { Deadlines } from './deadlines.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { DispatchTargetError } from '../grid-events/errors/grid-event.errors.js';
import type {
  DecideGridEventExtensionInput,
  DispatchGridEventInput,
  EscalateGridEventInput,
  GridEventNoteInput,
  GridEventStepInput,
  RequestGridEventExtensionInput,
} from './grid-event.inputs.js';
import type { HandlingLevel } from '../grid-events/entity/grid-event.row.js';
import { viewOf } from '../grid-events/grid-event.rules.js';
import { notifyOf } from '../notifications/notifications.queries.js';
import { GridEventSteps } from './grid-event-steps.js';
import { levelOfPost } from './posts.js';
import { MergedReports } from './merged-reports.js';
import { Words } from './words.js';

/** From acceptance to "done": S1-22, S1-27, S3-14, S4-23. */
@Injectable()
export class GridEventHandlingService {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
    private readonly departments: DepartmentsService,
    private readonly deadlines: Deadlines,
    private readonly words: Words,
    private readonly steps: GridEventSteps,
    private readonly merged: MergedReports,
  ) {}

  acceptGridEvent(tx: EntityManager, actor: Actor, input: GridEventStepInput): Promise<GridEvent> {
    return this.steps.take(tx, actor, {
      name: 'accept',
      gridEventId: input.gridEventId,
      change: (event, at) => event.accept(at),
    });
  }

  /** S1-24: the reporter is told, and finds the reason. */
  async refuseGridEvent(
    tx: EntityManager,
    actor: Actor,
    input: GridEventNoteInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const change = (event: GridEvent, at: Date, { role }: Grant): void =>
      event.refuse(at, { id: actor.subject, level: levelOfPost(role) });
    const event = await this.steps.take(tx, actor, {
      name: 'refuse',
      ...this.words.noted(sealer, input),
      change,
      after: (refused, grant) => this.merged.refuse(tx, actor, refused, { grant, note: input.note, sealer }),
    });
    await notifyOf(tx, 'REFUSAL', event, this.clock.now());
    return event;
  }

  escalateGridEvent(
    tx: EntityManager,
    actor: Actor,
    input: EscalateGridEventInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const { isAskedByParty = false } = input;
    const change = (event: GridEvent): { fromLevel: HandlingLevel; isAskedByParty?: boolean } => {
      const fromLevel = event.level;
      event.escalate(isAskedByParty);
      return { fromLevel, ...(isAskedByParty && { isAskedByParty }) };
    };
    return this.steps.take(tx, actor, { name: 'escalate', ...this.words.noted(sealer, input), change });
  }

  async dispatchGridEvent(
    tx: EntityManager,
    actor: Actor,
    input: DispatchGridEventInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    if (!input.departmentId === !input.level) throw new DispatchTargetError();
    const department = input.departmentId
      ? await this.departments.getDepartment(tx, input.departmentId)
      : null;
    const { isAskedByParty = false } = input;
    const change = (event: GridEvent, now: Date): { isAskedByParty?: boolean } => {
      if (department && !event.areaCode.startsWith(department.areaCode)) throw new DispatchTargetError();
      const level = input.level ?? event.level;
      this.access.require(actor, 'dispatch', 'GridEvent', { ...viewOf(event), level });
      const [departmentId, departmentAreaCode] = [department?.id ?? null, department?.areaCode ?? null];
      event.dispatch({ departmentId, departmentAreaCode, level }, actor.subject, isAskedByParty);
      if (input.dueAt) event.bringForward(input.dueAt, now);
      return isAskedByParty ? { isAskedByParty } : {};
    };
    return this.steps.take(tx, actor, { name: 'dispatch', ...this.words.noted(sealer, input), change });
  }

  startGridEvent(tx: EntityManager, actor: Actor, input: GridEventStepInput): Promise<GridEvent> {
    const { gridEventId } = input;
    return this.steps.take(tx, actor, {
      name: 'start',
      gridEventId,
      change: (event) => event.start(actor.subject),
    });
  }

  returnGridEvent(
    tx: EntityManager,
    actor: Actor,
    input: GridEventNoteInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    return this.steps.take(tx, actor, {
      name: 'return',
      ...this.words.noted(sealer, input),
      change: (event) => event.return(),
    });
  }

  reportGridEventDone(
    tx: EntityManager,
    actor: Actor,
    input: GridEventNoteInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const change = (event: GridEvent, at: Date): void => event.reportDone(actor.subject, at);
    return this.steps.take(tx, actor, { name: 'reportDone', ...this.words.noted(sealer, input), change });
  }

  urgeGridEvent(
    tx: EntityManager,
    actor: Actor,
    input: GridEventNoteInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    return this.steps.take(tx, actor, {
      name: 'urge',
      ...this.words.noted(sealer, input),
      change: (event) => event.urge(),
    });
  }

  requestGridEventExtension(
    tx: EntityManager,
    actor: Actor,
    input: RequestGridEventExtensionInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const change = (event: GridEvent, now: Date): { requestedDueAt: string } => {
      const limits = this.deadlines.extension(event, now);
      event.requestExtension(actor.subject, { until: input.dueAt, at: now, limits });
      return { requestedDueAt: input.dueAt.toISOString() };
    };
    return this.steps.take(tx, actor, {
      name: 'requestExtension',
      ...this.words.noted(sealer, input),
      change,
    });
  }

  decideGridEventExtension(
    tx: EntityManager,
    actor: Actor,
    input: DecideGridEventExtensionInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const change = (event: GridEvent, now: Date): { isGranted: boolean; previousDueAt: string } => {
      const previousDueAt = event.decideExtension(input.isGranted, actor.subject, now).toISOString();
      return { isGranted: input.isGranted, previousDueAt };
    };
    return this.steps.take(tx, actor, {
      name: 'decideExtension',
      ...this.words.noted(sealer, input),
      change,
    });
  }
}
