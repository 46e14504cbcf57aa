import { Access, Role } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GridsService } from '../grids/grids.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { Deadlines } from './deadlines.js';
import { GridEvent } from '../grid-events/grid-event.entity.js';
import type { ReportedEvent } from '../grid-events/grid-event.entity.js';
import { OutsideReferenceError } from '../grid-events/grid-event.errors.js';
import type { ReportGridEventInput, SettleGridEventOnTheSpotInput } from './grid-event.inputs.js';
import type { HandlingLevel } from '../grid-events/grid-event.row.js';
import { GridEventSteps } from './grid-event-steps.js';
import { Words } from './words.js';

/** A number in another system's books: letters, digits and the signs such numbers have; no room for a person's name. */
const OUTSIDE_REFERENCE = /^[A-Za-z0-9\-_/#.:〔〕号字第]+$/;

export interface NewEvent<Input> {
  readonly id: string;
  readonly input: Input;
  /** Seals under the key of the person who typed. */
  readonly sealer: Sealer;
}

/** How an event begins: reported, or settled on the spot and registered. */
@Injectable()
export class GridEventReportingService {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
    private readonly grids: GridsService,
    private readonly policies: PoliciesService,
    private readonly deadlines: Deadlines,
    private readonly words: Words,
    private readonly steps: GridEventSteps,
  ) {}

  async reportGridEvent(
    tx: EntityManager,
    actor: Actor,
    command: NewEvent<ReportGridEventInput>,
  ): Promise<GridEvent> {
    const { report, grant } = await this.describe(tx, actor, command, 'report');
    const { text, place = null } = command.input;
    const sealed = this.words.seal(command.sealer, command.id, { text, place });
    return this.steps.begin(tx, actor, { name: 'report', event: GridEvent.report(report), grant, sealed });
  }

  async settleGridEventOnTheSpot(
    tx: EntityManager,
    actor: Actor,
    command: NewEvent<SettleGridEventOnTheSpotInput>,
  ): Promise<GridEvent> {
    const { report, grant } = await this.describe(tx, actor, command, 'settleOnTheSpot');
    const { text, place = null, note } = command.input;
    const sealed = this.words.seal(command.sealer, command.id, { text, place, note });
    return this.steps.begin(tx, actor, {
      name: 'settleOnTheSpot',
      event: GridEvent.settleOnTheSpot(report),
      grant,
      sealed,
    });
  }

  private checkOutsideReference(reference: string | null | undefined): string | null {
    if (typeof reference !== 'string') return null;
    const question = { areaCode: null, on: this.clock.now() };
    const { value: longest } = this.policies.book.valueAt(
      'grid-event.outside-reference-characters',
      question,
    );
    if (reference.length > longest || !OUTSIDE_REFERENCE.test(reference))
      throw new OutsideReferenceError(longest);
    return reference;
  }

  private async describe(
    tx: EntityManager,
    actor: Actor,
    { id, input }: NewEvent<ReportGridEventInput>,
    action: 'report' | 'settleOnTheSpot',
  ): Promise<{ report: ReportedEvent; grant: Grant }> {
    const village = await this.grids.getVillage(tx, input.areaCode);
    const grant = this.access.require(actor, action, 'GridEvent', {
      areaCode: input.areaCode,
      source: input.source,
    });
    const reportedAt = this.clock.now();
    const report = {
      id,
      areaId: village.id,
      areaCode: input.areaCode,
      category: input.category,
      kind: input.kind,
      source: input.source,
      outsideReference: this.checkOutsideReference(input.outsideReference),
      urgency: input.urgency,
      level: firstLevelOf(grant.role, input),
      reporterId: actor.subject,
      reporterRole: grant.role,
      reportedAt,
      ...this.deadlines.ofReport(input.kind, input.areaCode, reportedAt),
    };
    return { report, grant };
  }
}

/** S1-22: it begins next to where it is; S1-23: an emergency begins no lower than the township. */
function firstLevelOf(role: Role, input: ReportGridEventInput): HandlingLevel {
  if (role === Role.COUNTY_COMMAND) return 'COUNTY';
  if (role === Role.TOWNSHIP_OFFICER || input.kind === 'EMERGENCY') return 'TOWNSHIP';
  return 'VILLAGE';
}
