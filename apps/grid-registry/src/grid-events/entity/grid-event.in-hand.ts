import { RefusalOverturnedError } from '../errors/grid-event.appeal.errors.js';
import {
  AlreadyAtTopLevelError,
  ConcernedBodyError,
  DeadlineInThePastError,
  DeadlineTooFarError,
  EmergencyCannotBeRefusedError,
  ExtensionsUsedUpError,
  ExtensionTooLateError,
  HandlerCannotDecideError,
  NoExtensionRequestedError,
  RefusalTooLateError,
} from '../errors/grid-event.errors.js';
import { MediationStaysInGridError } from '../errors/grid-event.kind.errors.js';
import { GridEventInMotion } from './grid-event.in-motion.js';
import type { HandlingLevel } from './grid-event.row.js';
import { lowestLevelOf, realmOf } from '../grid-event.sight.js';

export const LEVELS_UPWARDS: readonly HandlingLevel[] = ['GRID', 'VILLAGE', 'TOWNSHIP', 'COUNTY'];

export interface DispatchTarget {
  readonly departmentId: string | null;
  /** Code of the area that the department answers for. */
  readonly departmentAreaCode: string | null;
  readonly level: HandlingLevel;
}

export interface Refuser {
  readonly id: string;
  readonly level: HandlingLevel;
}

export interface ExtensionRequest {
  readonly until: Date;
  readonly at: Date;
  readonly limits: { readonly latest: Date; readonly count: number };
}

const higherOf = (one: HandlingLevel, other: HandlingLevel): HandlingLevel =>
  LEVELS_UPWARDS.indexOf(one) < LEVELS_UPWARDS.indexOf(other) ? other : one;

/** From acceptance to "done": S1-22, S1-27, S3-14, S4-23. */
export abstract class GridEventInHand extends GridEventInMotion {
  accept(at: Date): void {
    this.move('accept');
    this.acceptedAt ??= at;
  }

  /**
   * What was accepted once, or let lie until it was late, can no longer be turned away; nor what the level above took up, nor
   * ever an emergency (S1-23).
   * @param refuser who refuses, and the level of the post under which
   */
  refuse(at: Date, refuser: Refuser): void {
    if (this.kind === 'EMERGENCY') throw new EmergencyCannotBeRefusedError();
    if (this.state === 'REPORTED' && this.refusalAppeal === 'OVERTURNED') throw new RefusalOverturnedError();
    if (this.state === 'REPORTED' && (this.acceptedAt !== null || at >= this.dueAt))
      throw new RefusalTooLateError();
    this.move('refuse');
    this.closedAt = at;
    this.refuserId = refuser.id;
    this.refusedAtLevel = higherOf(this.level, refuser.level);
    this.refusalAppeal = null;
  }

  /**
   * S1-22, S3-14: one level up, where it waits to be accepted again.
   * @param isAskedByParty whether a party asked; without that a mediation stays where it is
   */
  escalate(isAskedByParty = false): void {
    const above = LEVELS_UPWARDS[LEVELS_UPWARDS.indexOf(this.level) + 1];
    if (!above) throw new AlreadyAtTopLevelError();
    this.assertMayLeave({ departmentId: null, level: above }, isAskedByParty);
    this.move('escalate');
    this.isAskedByParty ||= isAskedByParty;
    this.level = above;
    this.leaveHandler();
  }

  /**
   * @param target a department, or the level whose officers are to handle it
   * @throws ConcernedBodyError: no body handles what is said of itself
   */
  dispatch(target: DispatchTarget, dispatcherId: string, isAskedByParty = false): void {
    this.assertUnconcerned(target);
    this.assertMayLeave(target, isAskedByParty);
    this.move('dispatch');
    this.isAskedByParty ||= isAskedByParty;
    this.departmentId = target.departmentId;
    this.level = target.level;
    this.dispatcherId = dispatcherId;
  }

  /**
   * A dispatcher may hurry a handler, not give time that policy does not give: that is what extensions are for.
   * @throws DeadlineInThePastError, DeadlineTooFarError
   */
  bringForward(dueAt: Date, now: Date): void {
    if (dueAt <= now) throw new DeadlineInThePastError(dueAt);
    if (dueAt > this.dueAt) throw new DeadlineTooFarError(this.dueAt);
    this.dueAt = dueAt;
  }

  start(handlerId: string): void {
    this.move('start');
    this.addHandler(handlerId);
  }

  return(): void {
    this.move('return');
    this.leaveHandler();
  }

  reportDone(handlerId: string, at: Date): void {
    this.move('reportDone');
    this.addHandler(handlerId);
    this.reportedDoneAt = at;
    this.requestedDueAt = null;
  }

  urge(): void {
    this.move('urge');
    this.urgeCount += 1;
  }

  /** Who asks is a handler from then on, and does not decide. */
  requestExtension(handlerId: string, request: ExtensionRequest): void {
    const { until, at, limits } = request;
    this.move('requestExtension');
    if (at >= this.dueAt) throw new ExtensionTooLateError(this.dueAt);
    if (this.extensionCount >= limits.count) throw new ExtensionsUsedUpError(limits.count);
    if (until <= this.dueAt) throw new DeadlineInThePastError(until);
    if (until > limits.latest) throw new DeadlineTooFarError(limits.latest);
    this.requestedDueAt = until;
    this.addHandler(handlerId);
  }

  /** @returns the deadline before the decision */
  decideExtension(isGranted: boolean, deciderId: string, at: Date): Date {
    if (this.handlerIds.includes(deciderId)) throw new HandlerCannotDecideError();
    this.move('decideExtension');
    const before = this.dueAt;
    if (!this.requestedDueAt) throw new NoExtensionRequestedError();
    if (isGranted) {
      if (at >= before) throw new ExtensionTooLateError(before);
      this.dueAt = this.requestedDueAt;
      this.extensionCount += 1;
    }
    this.requestedDueAt = null;
    return before;
  }

  /** S3-16: a mediation is kept in grid and village, unless a party asks; what police and civil affairs have was never there. */
  private assertMayLeave(
    target: Pick<DispatchTarget, 'departmentId' | 'level'>,
    isAskedByParty: boolean,
  ): void {
    if (this.kind !== 'MEDIATION' || this.isAskedByParty || isAskedByParty || realmOf(this) !== 'COMMON')
      return;
    const stays = higherOf('VILLAGE', this.level);
    if (target.departmentId !== null || higherOf(stays, target.level) !== stays)
      throw new MediationStaysInGridError();
  }

  protected assertUnconcerned({ departmentId, departmentAreaCode, level }: DispatchTarget): void {
    const area = this.concernedAreaCode;
    const isOfArea = area !== null && departmentAreaCode !== null && departmentAreaCode.startsWith(area);
    const isBelowSight =
      departmentId === null && LEVELS_UPWARDS.indexOf(level) < LEVELS_UPWARDS.indexOf(lowestLevelOf(this));
    const isOfDepartment = departmentId !== null && this.concernedDepartmentIds.includes(departmentId);
    if (isOfDepartment || isOfArea || isBelowSight) throw new ConcernedBodyError();
    if (realmOf(this) === 'PROTECTION' && !this.departmentIds.includes(departmentId ?? ''))
      throw new ConcernedBodyError();
  }
}
