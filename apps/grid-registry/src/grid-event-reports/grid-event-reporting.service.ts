import { Access, Role } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { shownGrantOf } from '@lianxin/personal-data';
import type { Sealer } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GridsService } from '../grids/grids.service.js';
import { AlertRaisingService } from '../grid-event-alerts/alert-raising.service.js';
import { OutsideNumbers } from '../outside-numbers/outside-numbers.js';
import { Deadlines } from '../grid-event-commands/deadlines.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import { Signatures } from '../grid-event-duplicates/signatures.js';
import type { Beginning, NextStep } from '../grid-event-commands/grid-event-steps.js';
import { Words } from '../grid-event-commands/words.js';
import { inspectionOf } from '../grid-events/entity/grid-event.by-kind.js';
import { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import type { ReportedEvent } from '../grid-events/entity/grid-event.entity.js';
import type { HandlingLevel, HandoverRecipient } from '../grid-events/entity/grid-event.row.js';
import { lowestLevelOf, realmOf } from '../grid-events/grid-event.sight.js';
import { notifyOf } from '../notifications/notifications.queries.js';
import { Concerns } from './concerns/concerns.js';
import type { Concern } from './concerns/concerns.js';
import type { ReportGridEventInput, SettleGridEventOnTheSpotInput } from './report.inputs.js';
import { KeyerConcernedError, NotSettledOnTheSpotError, SettledAndHandedOverError } from './report.errors.js';
import type { Reporters } from './reporters.js';
import { Slips } from './slips/slips.js';

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
    private readonly outsideNumbers: OutsideNumbers,
    private readonly deadlines: Deadlines,
    private readonly words: Words,
    private readonly steps: GridEventSteps,
    private readonly concerns: Concerns,
    private readonly slips: Slips,
    private readonly alerts: AlertRaisingService,
    private readonly signatures: Signatures,
  ) {}

  async reportGridEvent(
    tx: EntityManager,
    actor: Actor,
    command: NewEvent<ReportGridEventInput>,
  ): Promise<GridEvent> {
    const { report, grant } = await this.describe(tx, actor, command, 'report');
    const sealed = this.seal(command, {});
    if (report.kind === 'EMERGENCY') report.departmentIds = await this.alerts.departmentIdsOf(tx, report);
    const event = GridEvent.report(report);
    const { handOverTo } = command.input;
    const next = handOverTo && this.handover(handOverTo, event.id);
    await this.begin(tx, actor, { name: 'report', event, grant, sealed }, { input: command.input, next });
    if (next) await notifyOf(tx, 'HANDED_OVER', event, this.clock.now());
    if (report.kind === 'EMERGENCY') await this.alerts.raise(tx, event, actor.origin.correlationId);
    return event;
  }

  async settleGridEventOnTheSpot(
    tx: EntityManager,
    actor: Actor,
    command: NewEvent<SettleGridEventOnTheSpotInput>,
  ): Promise<GridEvent> {
    const { report, grant } = await this.describe(tx, actor, command, 'settleOnTheSpot');
    assertSettlable(command.input);
    const event = GridEvent.settleOnTheSpot(report, command.input.isMediationConsented ?? null);
    const sealed = this.seal(command, { note: command.input.note });
    const beginning = { name: 'settleOnTheSpot', event, grant, sealed } as const;
    return this.begin(tx, actor, beginning, { input: command.input });
  }

  /** Whoever reports the same is to find this one. */
  private async begin(
    tx: EntityManager,
    actor: Actor,
    beginning: Beginning,
    { input, next }: { input: ReportGridEventInput; next?: NextStep | undefined },
  ): Promise<GridEvent> {
    const beside: Beginning['beside'] = (within, event) => this.signatures.store(within, event, input.text);
    const event = await this.steps.begin(tx, actor, { ...beginning, beside }, next);
    await this.outsideNumbers.keep(tx, actor, event, this.outsideNumbers.checkReport(input).numbers);
    return event;
  }

  /** Whoever reports it may say whom it is for; nobody has to take it in hand first. */
  private handover(recipient: HandoverRecipient, gridEventId: string): NextStep {
    const receipt = this.slips.receiptNumberOf(gridEventId, 0);
    const change = (event: GridEvent, at: Date): { recipient: HandoverRecipient } => {
      event.handOver(recipient, receipt, at);
      return { recipient };
    };
    return { name: 'handOver', change };
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
    const concern = denounced(withoutReporter(await this.concerns.concernOf(tx, input), reporters), input);
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
      outsideReference: this.outsideNumbers.checkReport(input).reference,
      urgency: input.urgency,
      level: firstLevelOf(shown.role, input, concern),
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

/** What others must look into, or hurry to, was not settled by whoever was there. */
function assertSettlable({ handOverTo, concerns, isAboutHarm, kind }: SettleGridEventOnTheSpotInput): void {
  if (handOverTo) throw new SettledAndHandedOverError();
  if (concerns || isAboutHarm || kind === 'EMERGENCY') throw new NotSettledOnTheSpotError();
}

/**
 * Who speaks up about the body they belong to is not who is complained of.
 * @throws KeyerConcernedError for who is, and would write it down or speak for who complains
 */
function withoutReporter(concern: Concern, { actor, reporterId }: Reporters): Concern {
  if (actor.subject !== reporterId && concern.concernedIds.includes(actor.subject))
    throw new KeyerConcernedError();
  return { ...concern, concernedIds: concern.concernedIds.filter((id) => id !== reporterId) };
}

/** A denunciation is told from its first moment to discipline inspection alone. */
function denounced(concern: Concern, { handOverTo, areaCode }: ReportGridEventInput): Concern {
  if (handOverTo !== 'DISCIPLINE_INSPECTION' || realmOf(concern) === 'PROTECTION') return concern;
  return { ...concern, restrictedTo: inspectionOf(areaCode), restrictedAreaId: null };
}

const UPWARDS: readonly HandlingLevel[] = ['GRID', 'VILLAGE', 'TOWNSHIP', 'COUNTY'];

/** S1-22: it begins next to where it is, but with nobody it is kept from; S1-23: an emergency no lower than the township. */
function firstLevelOf(role: Role, input: ReportGridEventInput, concern: Concern): HandlingLevel {
  const level = usualLevelOf(role, input);
  const lowest = lowestLevelOf(concern);
  return UPWARDS.indexOf(level) < UPWARDS.indexOf(lowest) ? lowest : level;
}

function usualLevelOf(role: Role, input: ReportGridEventInput): HandlingLevel {
  if (input.kind === 'MEDIATION') return 'VILLAGE';
  if (role === Role.COUNTY_COMMAND) return 'COUNTY';
  if (role === Role.TOWNSHIP_OFFICER || input.kind === 'EMERGENCY') return 'TOWNSHIP';
  return 'VILLAGE';
}
