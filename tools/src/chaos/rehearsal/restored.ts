import { readFileSync, existsSync } from 'node:fs';
import type { LostEntry } from '../../backup/reconciliation/lost-entries.js';
import type { RestoreReport } from '../../backup/restore.js';
import { services } from '../../platform/services.js';
import { readJournal } from '../oracle/evidence.js';
import type { Finding } from '../oracle/findings.js';
import type { PassedOver, PlacedEntry } from '../oracle/records/journal-check.js';
import { checkRestored } from '../oracle/records/restored-check.js';
import type { Moment } from './moment.js';

/** The journals by service. */
export type Journals = ReadonlyMap<string, readonly PlacedEntry[]>;

export async function readJournals(superuserUrl: string): Promise<Journals> {
  const read = async ({ name, database }: (typeof services)[number]) =>
    [name, await readJournal(superuserUrl, database)] as const;
  return new Map(await Promise.all(services.map(read)));
}

/** All that the report names as lost, from the file that has them in full. */
export function lostEntriesOf({ lost: { file } }: Pick<RestoreReport, 'lost'>): LostEntry[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as LostEntry);
}

/** Compares all journals before a restore, after it, and what its report says of the difference. */
export function checkJournals(
  [before, after]: readonly [Journals, Journals],
  moment: Moment,
  report: RestoreReport,
): Finding[] {
  const lost = lostEntriesOf(report);
  return report.positions.flatMap(({ service, restored, used }) =>
    checkRestored({
      ...{ service, restored, used },
      before: before.get(service) ?? [],
      after: after.get(service) ?? [],
      surely: moment.surely.get(service) ?? new Set(),
      atMost: moment.atMost.get(service) ?? new Set(),
      named: lost.filter((entry) => entry.service === service).map(({ id }) => id),
    }),
  );
}

/** The positions that nobody is given again, by service. */
export const passedOverOf = ({ positions }: RestoreReport): Record<string, PassedOver> =>
  Object.fromEntries(
    positions.map(({ service, restored, used }) => [service, { from: restored + 1, to: used }]),
  );
