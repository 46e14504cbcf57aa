import { Access } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { GridEventRegisterExported } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { shanghaiDayStart } from '@lianxin/policy';
import { Clock, CursorSigner } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { areasOfIds } from '../areas/areas.queries.js';
import { departmentsOfIds } from '../departments/departments.queries.js';
import type { SealedWords } from '../disclosures/disclosures.service.js';
import { findEvents } from '../grid-event-views/grid-events.queries.js';
import { GridEventsReader } from '../grid-event-views/grid-events.reader.js';
import { checkPeriod } from '../grid-event-views/period.js';
import type { Period } from '../grid-event-views/period.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { gridsOfCodes } from '../grids/grids.queries.js';
import { GridsService } from '../grids/grids.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { PersonalColumnsPurposeError } from './register.errors.js';
import type { ExportGridEventRegisterInput } from './register.inputs.js';
import { RegisterDisclosures } from './register-disclosures.js';

/** One row, with the names of what it refers to. */
export interface RegisterRow {
  readonly event: GridEvent;
  readonly areaName: string;
  readonly gridName: string | null;
  readonly departmentName: string | null;
}

export interface RegisterPart {
  readonly exportId: string;
  readonly rows: readonly RegisterRow[];
  /** Words that were disclosed for this file, sealed as they are kept. */
  readonly words: readonly SealedWords[];
  readonly endCursor: string | null;
  readonly at: Date;
}

const CURSOR = 'grid-event-register';
const SUBJECT = 'GridEventRegister';

/** The event register (事件台账), S1-27: exactly what the caller may read, taken out in parts, and each part recorded. */
@Injectable()
export class GridEventRegisterService {
  constructor(
    private readonly access: Access,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly cursors: CursorSigner,
    private readonly policies: PoliciesService,
    private readonly grids: GridsService,
    private readonly reader: GridEventsReader,
    private readonly disclosures: RegisterDisclosures,
  ) {}

  /** @throws PersonalColumnsPurposeError, PeriodMalformedError, UnknownAreaError, UnknownGridError, ForbiddenError */
  async exportGridEventRegister(
    tx: EntityManager,
    actor: Actor,
    exportId: string,
    input: ExportGridEventRegisterInput,
  ): Promise<RegisterPart> {
    const { areaCode, withPersonalColumns } = input;
    const period = checkPeriod(input.from, input.to);
    await this.grids.getPlace(tx, areaCode);
    const action = withPersonalColumns ? 'exportPersonal' : 'export';
    const grant = this.access.require(actor, action, SUBJECT, { areaCode });
    if (withPersonalColumns && input.purpose !== 'FOLLOW_UP') throw new PersonalColumnsPurposeError();
    const { events, endCursor } = await this.eventsOf(tx, actor, input, period);
    const disclosed = withPersonalColumns
      ? await this.disclosures.disclose(tx, actor, events)
      : { words: [], eventCount: 0 };
    const rows = await namedRows(tx, events);
    await this.record(tx, actor, {
      exportId,
      grant,
      input,
      rowCount: rows.length,
      disclosedCount: disclosed.eventCount,
    });
    return { exportId, rows, words: disclosed.words, endCursor, at: this.clock.now() };
  }

  private async eventsOf(
    tx: EntityManager,
    actor: Actor,
    input: ExportGridEventRegisterInput,
    period: Period,
  ): Promise<{ events: GridEvent[]; endCursor: string | null }> {
    const limit = input.withPersonalColumns
      ? 'grid-event.register-personal-rows'
      : 'grid-event.register-rows';
    const now = this.clock.now();
    const first = this.policies.book.valueAt(limit, { areaCode: input.areaCode, on: now }).value;
    const filter = { reportedFrom: shanghaiDayStart(period.from), reportedTo: shanghaiDayStart(period.to) };
    const after = this.cursors.verify(CURSOR, input.after);
    const page = { filter, order: 'OLDEST_FIRST', first, after, now } as const;
    const found = await findEvents(tx, input.areaCode, page, this.reader.readable(actor));
    const events = found.slice(0, first);
    const last = found.length > first ? events.at(-1) : undefined;
    return {
      events,
      endCursor: last ? this.cursors.sign(CURSOR, [last.reportedAt.toISOString(), last.id]) : null,
    };
  }

  private async record(tx: EntityManager, actor: Actor, taken: Taken): Promise<void> {
    const { exportId, grant, input, rowCount, disclosedCount } = taken;
    const { areaCode, from, to, purpose, withPersonalColumns } = input;
    await this.journal.record(tx, actor, {
      event: GridEventRegisterExported,
      aggregateId: exportId,
      areaCode,
      grant,
      data: {
        exportId,
        areaCode,
        from,
        to,
        purpose,
        withPersonalColumns,
        rowCount,
        disclosedCount,
        isContinuation: typeof input.after === 'string',
        at: this.clock.now().toISOString(),
      },
      isFirst: true,
    });
  }
}

interface Taken {
  readonly exportId: string;
  readonly grant: Grant;
  readonly input: ExportGridEventRegisterInput;
  readonly rowCount: number;
  readonly disclosedCount: number;
}

async function namedRows(tx: EntityManager, events: readonly GridEvent[]): Promise<RegisterRow[]> {
  const areaIds = [...new Set(events.map(({ areaId }) => areaId))];
  const gridCodes = [...new Set(events.map(({ areaCode }) => areaCode))];
  const departmentIds = [...new Set(events.flatMap(({ departmentId }) => departmentId ?? []))];
  const areas = new Map((await areasOfIds(tx, areaIds)).map((area) => [Number(area?.id), area?.name]));
  const grids = new Map((await gridsOfCodes(tx, gridCodes)).map((grid) => [grid?.code, grid?.name]));
  const departments = new Map(
    (await departmentsOfIds(tx, departmentIds)).map((each) => [each?.id, each?.name]),
  );
  return events.map((event) => ({
    event,
    areaName: areas.get(event.areaId) ?? '',
    gridName: grids.get(event.areaCode) ?? null,
    departmentName: event.departmentId === null ? null : (departments.get(event.departmentId) ?? null),
  }));
}
