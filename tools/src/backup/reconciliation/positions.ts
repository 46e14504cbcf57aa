import {
  copySealsBack,
  lastSealedPosition,
  OutsideFile,
  OutsideSeals,
  readRestorations,
  recordRestoration,
  RESTORATIONS,
  type Restoration,
  type SealKeys,
  type SealsPlace,
} from '@lianxin/journal';
import { canonicalJson } from '@lianxin/service-kit';
import type pg from 'pg';
import type { ServiceEntry } from '../../platform/services.js';

/** Added where nobody can say how far positions were given: far more than were ever used between a backup and a loss. */
const safetyMargin = 1_000_000;

export interface PositionsMoved {
  service: string;
  /** The last position that was restored. */
  restored: number;
  /** No position up to here is ever given again. */
  used: number;
  /** Whether `used` is known and not only far enough. */
  isCertain: boolean;
  sealsCopiedBack: number;
}

export interface Loss {
  sealsDirectory: string;
  sealKeys: SealKeys;
  /** The highest position that any witness has seen, if there is one. */
  seen: number | undefined;
  /** Whether that witness saw everything. */
  isCertain: boolean;
  /** Nothing in the log can be trusted to fit: everything is published again from the first position on. */
  republishes: boolean;
  restoredAt: Date;
  reason: string;
}

/**
 * Moves a restored journal past every position that was ever used, so that none is given twice and an old cursor misses
 * nothing new; what lies between is recorded as lost. Seals made meanwhile come back from outside.
 */
export async function movePositions(
  client: pg.Client,
  { name: service }: Pick<ServiceEntry, 'name'>,
  loss: Loss,
): Promise<PositionsMoved> {
  const place = { service, directory: loss.sealsDirectory };
  const restored = await lastPositionOf(client);
  const sealsCopiedBack = await copySealsBack(client, place);
  await completeRestorations(client, place);
  const recorded = (await readRestorations(place)).map(({ toPosition }) => toPosition);
  const known = Math.max(restored, loss.seen ?? 0, await lastSealedPosition(place), ...recorded);
  const used = loss.isCertain ? known : known + safetyMargin;
  if (used > restored) {
    const { restoredAt, reason } = loss;
    await recordRestoration(client, place, {
      ...{ restoredAt, reason },
      fromPosition: restored + 1,
      toPosition: used,
    });
  }
  await client.query(
    `UPDATE relay_state SET last_position = greatest(last_position, $1),
       published_position = CASE WHEN $2 THEN 0 ELSE published_position END`,
    [used, loss.republishes],
  );
  await new OutsideSeals(place, loss.sealKeys).catchUp(client);
  return { service, restored, used, isCertain: loss.isCertain, sealsCopiedBack };
}

/** On a new machine the file outside may be older than the log that was restored. */
async function completeRestorations(client: pg.Client, place: SealsPlace): Promise<void> {
  const outside = (await readRestorations(place)).length;
  const { rows } = await client.query<Restoration>(RESTORATIONS);
  const missing = rows.slice(outside).map((restoration) => canonicalJson(restoration));
  await OutsideFile.ofRestorations(place.directory, place.service).append(missing);
}

async function lastPositionOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ last: number }>(
    'SELECT last_position::float8 AS last FROM relay_state',
  );
  return rows[0]?.last ?? 0;
}
