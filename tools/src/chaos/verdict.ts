import type { Struck } from './faults/attack.js';
import { killsForEverything } from './faults/plan.js';
import type { Healed } from './healing.js';
import { lastOutcome, type LedgerEntry } from './load/ledger.js';
import { countOf, type Finding } from './oracle/findings.js';
import type { Rehearsed } from './rehearsal/rehearsal.js';

export interface Verdict {
  readonly kills: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly disordered: number;
  readonly projectionsWrong: number;
  readonly recoverySecondsMax: number;
  readonly pass: boolean;
  readonly seed: number;
  readonly transport: string;
  readonly durationSeconds: number;
  readonly breakdown: Readonly<Record<string, unknown>>;
}

/** Longest recovery that is allowed, in seconds. */
export const recoveryLimitSeconds = { embedded: 10, kafka: 30 } as const;
type Transport = keyof typeof recoveryLimitSeconds;

export interface VerdictGrounds {
  readonly seed: number;
  readonly transport: Transport;
  readonly durationSeconds: number;
  readonly struck: Struck;
  readonly healed: Healed;
  readonly ledger: readonly LedgerEntry[];
  readonly findings: readonly Finding[];
  /** null: no restore was rehearsed. */
  readonly rehearsed: Rehearsed | null;
  readonly extra: Readonly<Record<string, unknown>>;
}

export function verdictOf(grounds: VerdictGrounds): Verdict {
  const { seed, transport, durationSeconds, struck, healed, ledger, findings, rehearsed, extra } = grounds;
  const outcomes = ledger.map(lastOutcome);
  const ofKind = (kind: string): number => outcomes.filter((outcome) => outcome.kind === kind).length;
  const figures = {
    kills: struck.kills,
    acknowledged: ofKind('acknowledged'),
    lost: countOf(findings, 'lost'),
    doubled: countOf(findings, 'doubled'),
    disordered: countOf(findings, 'disordered'),
    projectionsWrong: countOf(findings, 'projection'),
    recoverySecondsMax: rounded(Math.max(0, ...struck.recoveries.map(({ seconds }) => seconds))),
  };
  const isClean =
    findings.length === 0 && struck.stuck.length === 0 && struck.missed.length === 0 && !rehearsed?.failed;
  const isQuick = figures.recoverySecondsMax <= recoveryLimitSeconds[transport];
  return {
    ...figures,
    ...{ pass: isClean && isQuick, seed, transport, durationSeconds: rounded(durationSeconds) },
    breakdown: {
      refused: ofKind('refused'),
      refusalsByCode: refusalsOf(ledger),
      unknown: healed.unknown,
      unknownThatMustBeRefused: ledger.filter(isUnknownAndMustBeRefused).length,
      retriedAfterHealing: healed.retried,
      refusedOnRetry: healed.refusedOnRetry,
      refusedOnRepeatByPermission: healed.refusedOnRepeatByPermission,
      faults: struck.faults,
      parked: healed.parked,
      discarded: healed.discarded,
      ...recoveriesOf(struck),
      stuck: struck.stuck,
      plannedAndNotStruck: struck.missed,
      rehearsal: rehearsalOf(rehearsed),
      ...extra,
    },
  };
}

const recoveriesOf = ({ recoveries, otherRecoveries }: Struck): Record<string, Record<string, number>> => ({
  recoverySecondsByTarget: slowestOf(recoveries.map(({ targets, seconds }) => [targets, seconds])),
  recoverySecondsAfterOther: slowestOf(otherRecoveries.map(({ fault, seconds }) => [fault, seconds])),
});

const rehearsalOf = (rehearsed: Rehearsed | null): object =>
  rehearsed
    ? {
        ...rehearsed.told,
        ...(rehearsed.failed && { failed: rehearsed.failed }),
        findings: rehearsed.findings.length,
      }
    : { reason: `it is rehearsed in campaigns of ${killsForEverything} kills or more, and with --rehearse` };

const isUnknownAndMustBeRefused = (entry: LedgerEntry): boolean =>
  entry.mustBeRefused && lastOutcome(entry).kind === 'unknown';

function refusalsOf(ledger: readonly LedgerEntry[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const entry of ledger) {
    const outcome = lastOutcome(entry);
    if (outcome.kind === 'refused') counts[outcome.code] = (counts[outcome.code] ?? 0) + 1;
  }
  return counts;
}

function slowestOf(pairs: readonly (readonly [string, number])[]): Record<string, number> {
  const slowest: Record<string, number> = {};
  for (const [name, seconds] of pairs) slowest[name] = rounded(Math.max(slowest[name] ?? 0, seconds));
  return slowest;
}

const rounded = (value: number): number => Number(value.toFixed(2));
