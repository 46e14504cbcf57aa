import type { Actor } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DepartmentsService } from '../departments/departments.service.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import { MergedReports } from '../grid-event-commands/merged-reports.js';
import { Words } from '../grid-event-commands/words.js';
import { Slips } from '../grid-event-reports/slips/slips.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { ProcedureWindowError } from '../grid-events/errors/grid-event.kind.errors.js';
import type { HandoverRecipient } from '../grid-events/entity/grid-event.row.js';
import { freeNumbersOf } from '../outside-numbers/outside-numbers.queries.js';
import { notifyOf } from '../notifications/notifications.queries.js';
import type {
  HandOverGridEventInput,
  RecordGridEventMediationConsentInput,
  TellGridEventProcedureInput,
} from './grid-event-kinds.inputs.js';

/** S3-16: mediations, approvals, and what is handed over because it is no grid event. */
@Injectable()
export class GridEventKindsService {
  constructor(
    private readonly clock: Clock,
    private readonly departments: DepartmentsService,
    private readonly slips: Slips,
    private readonly words: Words,
    private readonly steps: GridEventSteps,
    private readonly merged: MergedReports,
  ) {}

  /** That all agree is for the mediator to record; that one no longer does, for that party as well. */
  recordGridEventMediationConsent(
    tx: EntityManager,
    actor: Actor,
    { isConsented, ...input }: Omit<RecordGridEventMediationConsentInput, 'requestId'>,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const change = (event: GridEvent): { isConsented: boolean } => {
      event.recordMediationConsent(isConsented);
      return { isConsented };
    };
    return this.steps.take(tx, actor, {
      name: 'recordMediationConsent',
      action: isConsented ? 'recordMediationConsent' : 'withdrawMediationConsent',
      ...this.words.noted(sealer, input),
      change,
    });
  }

  /** The reporter is told, and finds procedure and window. */
  async tellGridEventProcedure(
    tx: EntityManager,
    actor: Actor,
    input: TellGridEventProcedureInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const { gridEventId, note, window = null } = input;
    if (!input.windowDepartmentId === !window) throw new ProcedureWindowError();
    const department = input.windowDepartmentId
      ? await this.departments.getDepartment(tx, input.windowDepartmentId)
      : null;
    const windowDepartmentId = department?.id ?? null;
    const change = (event: GridEvent, at: Date): { windowDepartmentId: string | null } => {
      if (department && !event.areaCode.startsWith(department.areaCode)) throw new ProcedureWindowError();
      event.tellProcedure(windowDepartmentId, at);
      return { windowDepartmentId };
    };
    const sealed = this.words.seal(sealer, gridEventId, { note, window });
    const event = await this.steps.take(tx, actor, {
      name: 'tellProcedure',
      gridEventId,
      sealed,
      change,
      after: (told, grant) => this.merged.tellResult(tx, actor, told, { grant, note, sealer }),
    });
    await notifyOf(tx, 'PROCEDURE', event, this.clock.now());
    return event;
  }

  async handOverGridEvent(
    tx: EntityManager,
    actor: Actor,
    input: HandOverGridEventInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const { recipient } = input;
    const change = (event: GridEvent, at: Date): { recipient: HandoverRecipient } => {
      event.handOver(recipient, this.slips.receiptNumberOf(event.id, event.reopenCount), at);
      return { recipient };
    };
    const noted = this.words.noted(sealer, input);
    const event = await this.steps.take(tx, actor, {
      name: 'handOver',
      ...noted,
      change,
      after: (handed, grant) =>
        this.merged.tellResult(tx, actor, handed, { grant, note: input.note, sealer }),
    });
    if (event.restrictedTo !== null) await freeNumbersOf(tx, event.id);
    await notifyOf(tx, 'HANDED_OVER', event, this.clock.now());
    return event;
  }
}
