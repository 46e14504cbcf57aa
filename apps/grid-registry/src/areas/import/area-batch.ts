import type { AreasImported } from '@lianxin/contracts';
import type { z } from 'zod';
import { CODE_LENGTHS } from '../area-code.js';
import type { AreaRow } from './area-row.js';

type EventRow = z.infer<typeof AreasImported.schema>['rows'][number];

/** Rows written to the table at once. */
export const BATCH_ROWS = 5_000;
/** Rows of one journal entry, about 40 KB: the relay and the consumers hold hundreds of entries at a time. */
const ENTRY_ROWS = 500;
const LENGTHS = Object.values(CODE_LENGTHS).reverse();

/** What one journal entry tells. */
export interface AreaEntry {
  readonly rows: EventRow[];
  /** The smallest area that all of them lie in; empty when there is none. */
  readonly areaCode: string;
}

/** Areas applied together, as the table and as the journal want them. */
export class AreaBatch {
  readonly rows: EventRow[] = [];
  private lines = '';

  constructor(private readonly validFrom: string) {}

  get isFull(): boolean {
    return this.rows.length >= BATCH_ROWS;
  }

  get entries(): AreaEntry[] {
    const starts = Array.from(
      { length: Math.ceil(this.rows.length / ENTRY_ROWS) },
      (_, index) => index * ENTRY_ROWS,
    );
    return starts.map((start) => {
      const rows = this.rows.slice(start, start + ENTRY_ROWS);
      return { rows, areaCode: commonAreaOf(rows.map(([, code]) => code)) };
    });
  }

  /** For `COPY area (id, parent_id, valid_from, level, committee_kind, code, name)`. */
  get copyText(): string {
    return this.lines;
  }

  add(id: number, parentId: number | null, row: AreaRow): void {
    const { code, name, level, committeeKind } = row;
    this.rows.push([id, code, name, parentId, committeeKind]);
    this.lines += `${id}\t${parentId ?? '\\N'}\t${this.validFrom}\t${level}\t${committeeKind ?? '\\N'}\t${code}\t${copyEscaped(name)}\n`;
  }
}

/** A name holds no controls, so the backslash alone means something to COPY. */
export const copyEscaped = (text: string): string =>
  text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;

/** What all codes begin with, as far as it is the code of an area. */
function commonAreaOf([first = '', ...others]: readonly string[]): string {
  let length = first.length;
  for (const code of others) while (!code.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, LENGTHS.find((whole) => whole <= length) ?? 0);
}
