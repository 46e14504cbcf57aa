import type { AreasImported } from '@lianxin/contracts';
import type { z } from 'zod';
import { CODE_LENGTHS } from '../area-code.js';
import type { AreaRow } from './area-row.js';

type EventRow = z.infer<typeof AreasImported.schema>['rows'][number];

/** Rows of one journal entry: with names of usual length under 400 KB, and Kafka's limit is 1 MB. */
export const BATCH_ROWS = 5_000;
/** Long names end a batch earlier. */
const BATCH_NAME_CHARACTERS = 80_000;
const LENGTHS = Object.values(CODE_LENGTHS).reverse();

/** Areas applied together, as the table and as the journal want them. */
export class AreaBatch {
  readonly rows: EventRow[] = [];
  private lines = '';
  private nameCharacters = 0;
  private prefix: string | undefined;

  constructor(private readonly validFrom: string) {}

  get isFull(): boolean {
    return this.rows.length >= BATCH_ROWS || this.nameCharacters >= BATCH_NAME_CHARACTERS;
  }

  /** The smallest area that all of them lie in; empty when there is none. */
  get areaCode(): string {
    const prefix = this.prefix ?? '';
    return prefix.slice(0, LENGTHS.find((length) => length <= prefix.length) ?? 0);
  }

  /** For `COPY area (id, parent_id, valid_from, level, committee_kind, code, name)`. */
  get copyText(): string {
    return this.lines;
  }

  add(id: number, parentId: number | null, row: AreaRow): void {
    const { code, name, level, committeeKind } = row;
    this.rows.push([id, code, name, parentId, committeeKind]);
    this.lines += `${id}\t${parentId ?? '\\N'}\t${this.validFrom}\t${level}\t${committeeKind ?? '\\N'}\t${code}\t${copyEscaped(name)}\n`;
    this.nameCharacters += name.length;
    this.prefix = this.prefix === undefined ? code : commonPrefix(this.prefix, code);
  }
}

/** A name holds no controls, so the backslash alone means something to COPY. */
export const copyEscaped = (text: string): string =>
  text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;

function commonPrefix(a: string, b: string): string {
  if (b.startsWith(a)) return a;
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
