import { ConcernedBodyError } from '../grid-events/errors/grid-event.errors.js';
import { EmergencyGridEvent } from '../grid-events/entity/grid-event.standing-down.js';
import { realmOf } from '../grid-events/grid-event.sight.js';
import { TRANSITIONS } from '../grid-events/grid-event.transitions.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';
import {
  JointResponseAlreadyCalledError,
  JointResponseDepartmentAreaError,
  JointResponseDepartmentsError,
  JointResponseNotAwaitedError,
  JointResponseOpenError,
} from './joint-response.errors.js';

export interface CalledDepartment {
  readonly id: string;
  /** Code of the area that it answers for. */
  readonly areaCode: string;
}

export interface JointResponseCall {
  readonly departments: readonly CalledDepartment[];
  readonly callerId: string;
  /** How many departments an event may be with at a time. */
  readonly maxDepartments: number;
}

/** S1-27: a township calls several departments, each of which must report and do its part (吹哨报到). */
export abstract class JointlyHandledGridEvent extends EmergencyGridEvent {
  /**
   * The level that calls has the event in hand from then on. May be repeated: departments are added while others are at work.
   * @throws JointResponseDepartmentsError, JointResponseAlreadyCalledError, JointResponseDepartmentAreaError
   * @throws ConcernedBodyError for a body that it concerns, and for what police and civil affairs alone may know of
   */
  callJointResponse({ departments, callerId, maxDepartments }: JointResponseCall): void {
    const ids = departments.map(({ id }) => id);
    this.assertCallable(ids, maxDepartments);
    if (realmOf(this) === 'PROTECTION') throw new ConcernedBodyError();
    for (const { id, areaCode } of departments) {
      this.assertUnconcerned({ departmentId: id, departmentAreaCode: areaCode, level: this.level });
      if (!this.areaCode.startsWith(areaCode)) throw new JointResponseDepartmentAreaError(id);
    }
    this.move('callJointResponse');
    this.leaveHandler();
    this.dispatcherId = callerId;
    this.departmentIds = [...new Set([...this.departmentIds, ...ids])];
    this.awaitedDepartmentIds = [...this.awaitedDepartmentIds, ...ids];
  }

  /** There is no refusal. Who answers for a department is a handler: they neither verify nor follow up (S1-28). */
  answerJointResponse(departmentId: string, answererId: string, isDone: boolean): void {
    this.move('answerJointResponse');
    this.assertAwaited(departmentId);
    this.addHandler(answererId);
    if (isDone) this.awaitNoMore(departmentId);
  }

  /**
   * A wrong call is taken back by who has the event in hand, never by the department.
   * @param hasReported who was there goes on reading; who never was has nothing to do with it any more
   */
  releaseFromJointResponse(departmentId: string, hasReported: boolean): void {
    this.move('releaseFromJointResponse');
    this.assertAwaited(departmentId);
    this.awaitNoMore(departmentId);
    if (!hasReported) this.departmentIds = this.departmentIds.filter((id) => id !== departmentId);
  }

  /** Another system's number changes nothing of the matter. */
  addOutsideNumber(): void {
    this.move('addOutsideNumber');
  }

  /** @throws JointResponseOpenError naming the departments that are awaited */
  override reportDone(handlerId: string, at: Date): void {
    this.assertNoneAwaited('reportDone');
    super.reportDone(handlerId, at);
  }

  /** A department that was called cannot answer once the event has left, so it does not leave under its hands. */
  override return(): void {
    this.assertNoneAwaited('return');
    super.return();
  }

  override escalate(isAskedByParty = false): void {
    this.assertNoneAwaited('escalate');
    super.escalate(isAskedByParty);
  }

  private assertCallable(ids: readonly string[], max: number): void {
    const awaited = ids.filter((id) => this.awaitedDepartmentIds.includes(id));
    if (awaited.length > 0) throw new JointResponseAlreadyCalledError(awaited);
    const isRepeated = new Set(ids).size < ids.length;
    if (ids.length === 0 || isRepeated || this.awaitedDepartmentIds.length + ids.length > max)
      throw new JointResponseDepartmentsError(max);
  }

  private assertAwaited(departmentId: string): void {
    if (!this.awaitedDepartmentIds.includes(departmentId))
      throw new JointResponseNotAwaitedError(departmentId);
  }

  /** A step that is not possible at all is refused as such. */
  private assertNoneAwaited(step: 'reportDone' | 'return' | 'escalate'): void {
    const from: readonly GridEventState[] = TRANSITIONS[step].from;
    if (this.awaitedDepartmentIds.length > 0 && from.includes(this.state))
      throw new JointResponseOpenError(this.awaitedDepartmentIds);
  }

  private awaitNoMore(departmentId: string): void {
    this.awaitedDepartmentIds = this.awaitedDepartmentIds.filter((id) => id !== departmentId);
  }
}
