import type { ClientBase } from 'pg';
import { ENTRY_COLUMNS, hashEntry } from '../../entries/journal-entry.js';
import type { JournalEntry } from '../../entries/journal-entry.js';
import type { Restoration } from '../seal.js';
import { fault } from '../verdict.js';
import type { Fault, FaultKind } from '../verdict.js';

/** Hashing a page holds up nothing else in the process for longer than some milliseconds. */
const PAGE_SIZE = 250;
/** Stored bytes that one page may come to; its first entry is read in any case. Imports of areas write large entries. */
const PAGE_BYTES = 2_000_000;

/** What an entry follows, beside its own columns. */
export const PREDECESSOR_COLUMNS = `before.hash AS "predecessorHash", placed.position::float8 AS "predecessorPosition",
  j.recorded_at = date_trunc('milliseconds', j.recorded_at) AS "hasTimeOfOurs"`;

export const PREDECESSOR_JOIN = `
  LEFT JOIN journal_entry before ON before.aggregate_id = j.aggregate_id AND before.sequence = j.sequence - 1
  LEFT JOIN journal_position placed ON placed.entry_id = before.id`;

const PAGE = `
  WITH page AS (
    SELECT p.position, p.entry_id,
           sum(coalesce(pg_column_size(j.data), 0) + coalesce(pg_column_size(j.sealed), 0)) OVER (ORDER BY p.position)
             - coalesce(pg_column_size(j.data), 0) - coalesce(pg_column_size(j.sealed), 0) AS bytes_before
      FROM (SELECT position, entry_id FROM journal_position
             WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3) p
      LEFT JOIN journal_entry j ON j.id = p.entry_id)
  SELECT page.position::float8 AS position, page.entry_id AS "entryId", ${ENTRY_COLUMNS}, ${PREDECESSOR_COLUMNS}
    FROM page LEFT JOIN journal_entry j ON j.id = page.entry_id ${PREDECESSOR_JOIN}
   WHERE page.bytes_before < ${PAGE_BYTES}
   ORDER BY page.position`;

interface Predecessor {
  readonly predecessorHash: string | null;
  readonly predecessorPosition: number | null;
  /** Node cannot see microseconds, and no entry is written with any. */
  readonly hasTimeOfOurs: boolean;
}

/** An entry as it is stored, with what is stored of its predecessor in the aggregate. */
export interface ReadEntry extends JournalEntry, Predecessor {
  readonly position: number | null;
}

/** What stands at a position. */
export interface Placed {
  readonly position: number;
  readonly entryId: string;
  /** Null when the position names an entry that is not there. */
  readonly entry: ReadEntry | null;
}

interface PageRow extends Omit<ReadEntry, 'id'> {
  readonly position: number;
  readonly entryId: string;
  readonly id: string | null;
}

/** Reads at most `limit` positions with their entries in order, a page ahead of the reader, with bounded memory. */
export async function* readPlaced(
  client: ClientBase,
  after: number,
  upTo: number,
  limit = Infinity,
): AsyncGenerator<Placed> {
  const read = (from: number, wanted: number): Promise<PageRow[]> => {
    const rows = client
      .query<PageRow>(PAGE, [from, upTo, Math.min(PAGE_SIZE, wanted)])
      .then((result) => result.rows);
    // A reader that gives up in the middle of a page does not ask what became of the next one.
    rows.catch(() => undefined);
    return rows;
  };
  let wanted = limit;
  let next = read(after, wanted);
  for (let page = await next; ; page = await next) {
    const last = page.at(-1);
    wanted -= page.length;
    if (last && wanted > 0) next = read(last.position, wanted);
    for (const row of page)
      yield { position: row.position, entryId: row.entryId, entry: hasEntry(row) ? row : null };
    if (!last || wanted === 0) return;
  }
}

const hasEntry = (row: PageRow): row is PageRow & ReadEntry => row.id !== null;

/** What is wrong with what stands at a position; null when nothing is. */
export function faultAt({ position, entryId, entry }: Placed): Fault | null {
  if (entry) return faultOf(entry);
  return fault('ENTRY_MISSING', 'The entry of this position is missing.', { position, entryId });
}

/** What is wrong with an entry by itself and with what it follows; null when nothing is. */
export function faultOf(read: ReadEntry): Fault | null {
  const { position, sequence, predecessorHash, predecessorPosition } = read;
  if (!read.hasTimeOfOurs || hashEntry(contentOf(read)) !== read.hash)
    return entryFault('ENTRY_CHANGED', 'The content is not the one that the hash was made of.', read);
  if (sequence < 1 || (sequence > 1 && predecessorHash === null))
    return entryFault('SEQUENCE_BROKEN', `Entry ${sequence - 1} of the aggregate is missing.`, read);
  if (read.previousHash !== predecessorHash)
    return entryFault('CHAIN_BROKEN', 'The entry before it is not the one that it was chained to.', read);
  if (position !== null && sequence > 1 && (predecessorPosition ?? Infinity) >= position)
    return entryFault('ORDER_BROKEN', 'The entry before it in the aggregate has no earlier position.', read);
  return null;
}

/** A fault of an entry, with all that helps to find it. */
export function entryFault(kind: FaultKind, what: string, read: ReadEntry): Fault {
  const { position, id, aggregateType, aggregateId, sequence } = read;
  return fault(kind, what, { position, entryId: id, aggregateType, aggregateId, sequence });
}

/** What the hash covers, named field by field, so that a column that is added to the rows cannot slip in. */
const contentOf = (read: ReadEntry): Omit<JournalEntry, 'hash'> => ({
  actorGrantId: read.actorGrantId,
  actorRole: read.actorRole,
  actorSubject: read.actorSubject,
  aggregateId: read.aggregateId,
  aggregateType: read.aggregateType,
  areaCode: read.areaCode,
  causationId: read.causationId,
  correlationId: read.correlationId,
  data: read.data,
  id: read.id,
  previousHash: read.previousHash,
  recordedAt: read.recordedAt,
  sealed: read.sealed,
  sequence: read.sequence,
  type: read.type,
});

/** Finds positions that are missing, or that were given again after a restore. */
export class PositionWalk {
  constructor(
    private readonly restorations: readonly Restoration[],
    private expected: number,
  ) {}

  next(position: number): Fault | null {
    const missing = this.firstMissing(position - 1);
    this.expected = position + 1;
    if (missing) return missing;
    if (!this.restorations.some((lost) => isWithin(lost, position))) return null;
    return fault('POSITION_REUSED', 'A restore lost this position, so it may not be given again.', {
      position,
    });
  }

  /** Ends the walk: nothing may be missing up to here. */
  end(upTo: number): Fault | null {
    return this.firstMissing(upTo);
  }

  private firstMissing(upTo: number): Fault | null {
    const position = firstNotLost(this.restorations, this.expected, upTo);
    if (position === null) return null;
    const range = position === upTo ? `Position ${position} is` : `Positions ${position} to ${upTo} are`;
    return fault('POSITION_MISSING', `${range} missing, and no restore lost them.`, { position });
  }
}

const isWithin = ({ fromPosition, toPosition }: Restoration, position: number): boolean =>
  fromPosition <= position && position <= toPosition;

function firstNotLost(restorations: readonly Restoration[], from: number, upTo: number): number | null {
  let position = from;
  for (let lost = restorations.find((each) => isWithin(each, position)); lost && position <= upTo;) {
    position = lost.toPosition + 1;
    lost = restorations.find((each) => isWithin(each, position));
  }
  return position <= upTo ? position : null;
}
