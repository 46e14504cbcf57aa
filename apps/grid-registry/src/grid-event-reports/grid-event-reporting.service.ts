import { Access, Role } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GridsService } from '../grids/grids.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { Deadlines } from '../grid-event-commands/deadlines.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import type { Beginning } from '../grid-event-commands/grid-event-steps.js';
import { Signatures } from '../grid-event-duplicates/signatures.js';
import { Words } from '../grid-event-commands/words.js';
import { GridEvent } from '../grid-events/grid-event.entity.js';
import type { ReportedEvent } from '../grid-events/grid-event.entity.js';
import { OutsideReferenceError } from '../grid-events/grid-event.errors.js';
import type { HandlingLevel } from '../grid-events/grid-event.row.js';
import { lowestLevelOf } from '../grid-events/grid-event.sight.js';
import { Concerns } from './concerns.js';
import type { Concern } from './concerns.js';
import type { ReportGridEventInput, SettleGridEventOnTheSpotInput } from './report.inputs.js';
import { shownGrantOf } from './reporters.js';
import type { Reporters } from './reporters.js';
import { Slips } from './slips.js';

/** A number in another system's books: letters, digits and the signs such numbers have; no room for a person's name. */
const OUTSIDE_REFERENCE = /^[A-Za-z0-9\-_/#.:〔〕号字第]+$/;

export interface NewEvent<Input> {
  readonly id: string;
  readonly input: Input;
  readonly reporters: Reporters;
  readonly sealers: ReportSealers;
}

/** Seal under the keys of whom the words are about: the person whose report it is, and who speaks for them. */
export interface ReportSealers {
  readonly subject: Sealer;
  readonly proxy: Sealer | null;
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
    private readonly concerns: Concerns,
    private readonly slips: Slips,
    private readonly signatures: Signatures,
  ) {}

  async reportGridEvent(
    tx: EntityManager,
    actor: Actor,
    command: NewEvent<ReportGridEventInput>,
  ): Promise<GridEvent> {
    const { report, grant } = await this.describe(tx, actor, command, 'report');
    const sealed = this.seal(command, {});
    const event = GridEvent.report(report);
    return this.steps.begin(tx, actor, { name: 'report', event, grant, sealed, ...this.signed(command) });
  }

  async settleGridEventOnTheSpot(
    tx: EntityManager,
    actor: Actor,
    command: NewEvent<SettleGridEventOnTheSpotInput>,
  ): Promise<GridEvent> {
    const { report, grant } = await this.describe(tx, actor, command, 'settleOnTheSpot');
    const event = GridEvent.settleOnTheSpot(report);
    const sealed = this.seal(command, { note: command.input.note });
    const beginning = { name: 'settleOnTheSpot', event, grant, sealed } as const;
    return this.steps.begin(tx, actor, { ...beginning, ...this.signed(command) });
  }

  /** Whoever reports the same is to find this one. */
  private signed({ input }: NewEvent<ReportGridEventInput>): Pick<Beginning, 'beside'> {
    return { beside: (tx, event) => this.signatures.store(tx, event, input.text) };
  }

  /** What is said, and who says it: each under the key of whom it is about. */
  private seal(
    { id, input, sealers }: NewEvent<ReportGridEventInput>,
    { note = null }: { note?: string | null },
  ): Record<string, string> {
    const { text, place = null, subject, proxy } = input;
    return {
      ...this.words.seal(sealers.subject, id, {
        text,
        place,
        note,
        subjectName: subject?.name ?? null,
        subjectContact: subject?.contact ?? null,
      }),
      ...(sealers.proxy &&
        this.words.seal(sealers.proxy, id, {
          proxyName: proxy?.name ?? null,
          proxyContact: proxy?.contact ?? null,
        })),
    };
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
    { id, input, reporters }: NewEvent<ReportGridEventInput>,
    action: 'report' | 'settleOnTheSpot',
  ): Promise<{ report: ReportedEvent; grant: Grant }> {
    const village = await this.grids.getVillage(tx, input.areaCode);
    const grant = this.access.require(actor, action, 'GridEvent', {
      areaCode: input.areaCode,
      source: input.source,
    });
    const concern = await this.concerns.concernOf(tx, input);
    const reportedAt = this.clock.now();
    const { actor: _who, ...parties } = reporters;
    const shown = shownGrantOf(grant, reporters);
    const report = {
      id,
      areaId: village.id,
      areaCode: input.areaCode,
      category: input.category,
      kind: input.kind,
      source: input.source,
      outsideReference: this.checkOutsideReference(input.outsideReference),
      urgency: input.urgency,
      level: firstLevelOf(grant.role, input, concern),
      ...parties,
      ...concern,
      slipNumber: this.slips.numberOf(id),
      reporterRole: shown.role,
      reportedAt,
      ...this.deadlines.ofReport(input.kind, input.areaCode, reportedAt),
    };
    return { report, grant: shown };
  }
}

const UPWARDS: readonly HandlingLevel[] = ['GRID', 'VILLAGE', 'TOWNSHIP', 'COUNTY'];

/** S1-22: it begins next to where it is, but with nobody it is kept from; S1-23: an emergency no lower than the township. */
function firstLevelOf(role: Role, input: ReportGridEventInput, concern: Concern): HandlingLevel {
  const level = usualLevelOf(role, input);
  const lowest = lowestLevelOf(concern);
  return UPWARDS.indexOf(level) < UPWARDS.indexOf(lowest) ? lowest : level;
}

function usualLevelOf(role: Role, input: ReportGridEventInput): HandlingLevel {
  if (role === Role.COUNTY_COMMAND) return 'COUNTY';
  if (role === Role.TOWNSHIP_OFFICER || input.kind === 'EMERGENCY') return 'TOWNSHIP';
  return 'VILLAGE';
}
