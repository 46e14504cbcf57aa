import type { Actor } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { checkUuid, Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { departmentsOfIds } from '../departments/departments.queries.js';
import type { Department } from '../departments/departments.queries.js';
import { Deadlines } from '../grid-event-commands/deadlines.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import type { Step } from '../grid-event-commands/grid-event-steps.js';
import { Words } from '../grid-event-commands/words.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { DeadlineInThePastError, DeadlineTooFarError } from '../grid-events/errors/grid-event.errors.js';
import { PoliciesService } from '../policies/policies.service.js';
import { JointResponseAlreadyReportedError, JointResponseDepartmentsError } from './joint-response.errors.js';
import type {
  AnswerJointResponseInput,
  CalledDepartmentInput,
  CallJointResponseInput,
  ReleaseFromJointResponseInput,
  ReportToJointResponseInput,
} from './joint-response.inputs.js';
import {
  hasReported,
  insertAssignments,
  markAnswered,
  markReleased,
  markReported,
} from './joint-responses.queries.js';

/** S1-27: several departments called to one event, each with a deadline and an answer of its own (吹哨报到). */
@Injectable()
export class JointResponsesService {
  constructor(
    private readonly clock: Clock,
    private readonly policies: PoliciesService,
    private readonly deadlines: Deadlines,
    private readonly words: Words,
    private readonly steps: GridEventSteps,
  ) {}

  async callJointResponse(
    tx: EntityManager,
    actor: Actor,
    input: CallJointResponseInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const maxDepartments = this.maxDepartments();
    const departments = await departmentsOf(tx, input.departments, maxDepartments);
    const { gridEventId, sealed } = this.words.noted(sealer, input);
    const event = await this.steps.take(tx, actor, {
      name: 'callJointResponse',
      gridEventId,
      sealed: { ...sealed, ...this.tasksOf(sealer, input) },
      change: (called) => {
        called.callJointResponse({ departments, callerId: actor.subject, maxDepartments });
        return { departmentIds: departments.map(({ id }) => id) };
      },
    });
    await this.assign(tx, event, input.departments);
    return event;
  }

  /** 报到: "we are there", once for each call. */
  async reportToJointResponse(
    tx: EntityManager,
    actor: Actor,
    input: ReportToJointResponseInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const { step, answering } = this.answer(actor, { ...input, isDone: false }, sealer);
    const event = await this.steps.take(tx, actor, step);
    const place = { gridEventId: event.id, departmentId: answering(), at: this.clock.now() };
    if (!(await markReported(tx, place))) throw new JointResponseAlreadyReportedError(place.departmentId);
    return event;
  }

  async answerJointResponse(
    tx: EntityManager,
    actor: Actor,
    input: AnswerJointResponseInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const { step, answering } = this.answer(actor, input, sealer);
    const event = await this.steps.take(tx, actor, step);
    const place = { gridEventId: event.id, departmentId: answering(), at: this.clock.now() };
    if (!(await markAnswered(tx, place, input.isDone))) throw assignmentMissing(place);
    return event;
  }

  async releaseFromJointResponse(
    tx: EntityManager,
    actor: Actor,
    input: ReleaseFromJointResponseInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const departmentId = checkUuid(input.departmentId, 'departmentId').toLowerCase();
    const { id: gridEventId } = await this.steps.lock(tx, actor, input.gridEventId);
    const wasThere = await hasReported(tx, gridEventId, departmentId);
    const event = await this.steps.take(tx, actor, {
      name: 'releaseFromJointResponse',
      ...this.words.noted(sealer, input),
      change: (released) => {
        released.releaseFromJointResponse(departmentId, wasThere);
        return { releasedDepartmentId: departmentId };
      },
    });
    const place = { gridEventId, departmentId, at: this.clock.now() };
    if (!(await markReleased(tx, place))) throw assignmentMissing(place);
    return event;
  }

  /** The step of an answer; the post that it is taken under says which department answers. */
  private answer(
    actor: Actor,
    input: { gridEventId: string; note?: string; isDone: boolean },
    sealer: Sealer,
  ): { step: Step; answering: () => string } {
    let departmentId = '';
    const step: Step = {
      name: 'answerJointResponse',
      ...this.words.noted(sealer, input),
      change: (event, _at, grant) => {
        departmentId = grant.departmentId ?? '';
        event.answerJointResponse(departmentId, actor.subject, input.isDone);
        return { answeringDepartmentId: departmentId, isDone: input.isDone };
      },
    };
    return { step, answering: () => departmentId };
  }

  private tasksOf(
    sealer: Sealer,
    { gridEventId, departments }: CallJointResponseInput,
  ): Record<string, string> {
    const tasks = departments.flatMap(({ departmentId, task }) =>
      typeof task === 'string' ? [{ field: `task.${departmentId.toLowerCase()}`, text: task }] : [],
    );
    return Object.fromEntries(
      tasks.map((task) => [task.field, this.words.sealNoteAs(sealer, gridEventId, task)]),
    );
  }

  /** A caller may hurry a department, not give it time that policy does not give. */
  private async assign(
    tx: EntityManager,
    event: GridEvent,
    called: readonly CalledDepartmentInput[],
  ): Promise<void> {
    const calledAt = this.clock.now();
    const { latest, policyVersion } = this.deadlines.ofJointResponse(event, calledAt);
    const assignments = called.map(({ departmentId, dueAt = latest }) => {
      if (dueAt <= calledAt) throw new DeadlineInThePastError(dueAt);
      if (dueAt > latest) throw new DeadlineTooFarError(latest);
      return { id: uuidv7(), departmentId, dueAt };
    });
    await insertAssignments(tx, { gridEventId: event.id, calledAt, policyVersion }, assignments);
  }

  private maxDepartments(): number {
    const question = { areaCode: null, on: this.clock.now() };
    return this.policies.book.valueAt('grid-event.joint-response.departments', question).value;
  }
}

/** @throws JointResponseDepartmentsError, MalformedIdError, NotFoundError */
async function departmentsOf(
  tx: EntityManager,
  called: readonly CalledDepartmentInput[],
  max: number,
): Promise<Department[]> {
  if (called.length > max) throw new JointResponseDepartmentsError(max);
  const ids = called.map(({ departmentId }) => checkUuid(departmentId, 'departmentId').toLowerCase());
  const departments = await departmentsOfIds(tx, ids);
  return departments.map((department, index) => {
    if (!department) throw new NotFoundError('Department', ids[index] ?? '');
    return department;
  });
}

/** The event names who is awaited, and each of those has its row. */
const assignmentMissing = ({
  gridEventId,
  departmentId,
}: Record<'gridEventId' | 'departmentId', string>): Error =>
  new Error(`Department ${departmentId} is awaited at event ${gridEventId} and has no open assignment.`);
