import { Access, SqlParameters } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { PolicyBook } from '@lianxin/policy';
import { AreaSubtrees, PolicyReplica } from '@lianxin/replicas';
import { Clock, ForbiddenError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { INDICATORS } from './indicator.definitions.js';
import type { PartDefinition } from './indicator.definitions.js';
import { AsOfInTheFutureError } from './indicator.errors.js';
import type { IndicatorModel, IndicatorPartModel, NotApplicableReason, Reading } from './indicator.model.js';
import { findCounts } from './counting/counts.queries.js';
import type { AreaYear, Counts } from './counting/counts.queries.js';

/** What was counted for one area and year, and the moment that it is of. */
interface Counted {
  readonly counts: readonly Counts[];
  readonly asOf: Date;
}

const AREA_ID = /^\d{1,9}$/;
const keyOf = ({ areaId, year }: AreaYear): string => `${areaId} ${year}`;

@Injectable()
export class IndicatorsService {
  constructor(
    private readonly access: Access,
    private readonly subtrees: AreaSubtrees,
    private readonly policies: PolicyReplica,
    private readonly clock: Clock,
  ) {}

  /**
   * The indicators of an area for a year, now or at a moment that is past. Empty for an area that is not copied
   * here as a whole, or whose figures the actor may not read.
   * @throws AsOfInTheFutureError
   * @throws ForbiddenError when a past moment is asked for without any post that may trace figures
   */
  async indicatorsOf(
    scope: LianxinContext['scope'],
    area: { id: string; year: number; asOf?: Date },
  ): Promise<IndicatorModel[]> {
    const { id, year, asOf } = area;
    if (asOf) this.checkMoment(scope.actor, asOf);
    if (!AREA_ID.test(id)) return [];
    const name = `indicator.counts ${asOf?.toISOString() ?? 'now'}`;
    const counted = await scope.load(name, { areaId: Number(id), year }, (tx, keys: readonly AreaYear[]) =>
      this.count(tx, scope.actor, keys, asOf),
    );
    const [any] = counted.counts;
    if (!any) return [];
    const reading = { areaCode: any.areaCode, year, asOf: counted.asOf, isNow: asOf === undefined };
    return toIndicators(counted.counts, reading, await this.policies.book());
  }

  private checkMoment(actor: Actor, asOf: Date): void {
    if (asOf > this.clock.now()) throw new AsOfInTheFutureError();
    if (!this.access.couldDo(actor, 'trace', 'Indicator')) throw new ForbiddenError('trace', 'Indicator');
  }

  private async count(
    tx: Parameters<typeof findCounts>[0],
    actor: Actor,
    keys: readonly AreaYear[],
    past?: Date,
  ): Promise<Counted[]> {
    const asOf = past ?? this.clock.now();
    const action = past ? 'trace' : 'read';
    const isAllowed = (parameters: SqlParameters): string =>
      this.access.filter(
        actor,
        { action, subject: 'Indicator', columns: { areaCode: 'a.code' } },
        parameters,
      );
    const rows = await findCounts(tx, { keys, asOf, isNow: !past, isAllowed }, new SqlParameters());
    const byKey = new Map(keys.map((key) => [keyOf(key), [] as Counts[]]));
    for (const row of rows) if (this.subtrees.covers(row.areaCode)) byKey.get(keyOf(row))?.push(row);
    return keys.map((key) => ({ counts: byKey.get(keyOf(key)) ?? [], asOf }));
  }
}

function toIndicators(counts: readonly Counts[], reading: Reading, book: PolicyBook): IndicatorModel[] {
  const { year, asOf } = reading;
  return INDICATORS.map(({ code, parts }) => ({
    code,
    year,
    asOf,
    parts: parts.map((part) => toPart(part, counts, reading, book)),
  }));
}

function toPart(
  { code, needsSample }: PartDefinition,
  counts: readonly Counts[],
  reading: Reading,
  book: PolicyBook,
): IndicatorPartModel {
  const own = counts.filter(({ part }) => part === code);
  const numerator = own.reduce((sum, row) => sum + row.numerator, 0);
  const denominator = own.reduce((sum, row) => sum + row.denominator, 0);
  const question = { areaCode: reading.areaCode, on: reading.asOf };
  const sample = needsSample ? book.valueAt('indicator.minimum-sample', question) : null;
  const notApplicableBecause = reasonAgainst(denominator, sample?.value ?? 0);
  const ratio = notApplicableBecause ? null : numerator / denominator;
  const minimumSample = sample?.value ?? null;
  return {
    code,
    numerator,
    denominator,
    ratio,
    notApplicableBecause,
    minimumSample,
    policyVersion: sample?.version ?? null,
    reading,
  };
}

function reasonAgainst(denominator: number, minimumSample: number): NotApplicableReason | null {
  if (denominator === 0) return 'NOTHING_TO_COUNT';
  return denominator < minimumSample ? 'SAMPLE_TOO_SMALL' : null;
}
