import { committeeKindOf, findAreaLevel, parentCodeOf } from '../area-code.js';
import type { AreaLevel, CommitteeKind } from '../area-code.js';
import type { FileRow } from './area-file.js';

/** Why a row cannot be used. */
export type RowFault =
  | 'LINE_BROKEN'
  | 'CODE_MALFORMED'
  | 'NAME_MISSING'
  | 'NAME_TOO_LONG'
  | 'NAME_HAS_CONTROL_CHARACTERS'
  | 'PARENT_IS_NOT_PREFIX'
  | 'PARENT_UNKNOWN'
  | 'CODE_REPEATED';

/** A row that says something usable. */
export interface AreaRow {
  readonly file: number;
  readonly line: number;
  readonly code: string;
  readonly name: string;
  readonly level: AreaLevel;
  /** Null for a province. */
  readonly parentCode: string | null;
  readonly committeeKind: CommitteeKind | null;
}

/** The longest name in use has 33. */
const MAX_NAME_CHARACTERS = 100;
/** Controls, halves of characters, overrides of direction, and what stands for bytes that are no text. */
const REFUSED = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\uFFFD]/u;

/** What one row alone can tell: digits and length, its name, and that it starts with its parent's code. */
export function checkRow(row: FileRow): AreaRow | RowFault {
  if (row.isBroken) return 'LINE_BROKEN';
  const level = findAreaLevel(row.code);
  if (!level) return 'CODE_MALFORMED';
  const name = row.name.trim();
  if (name === '') return 'NAME_MISSING';
  if (name.length > MAX_NAME_CHARACTERS) return 'NAME_TOO_LONG';
  if (REFUSED.test(name)) return 'NAME_HAS_CONTROL_CHARACTERS';
  const { file, line, code } = row;
  const parentCode = parentCodeOf(code, level);
  if (row.parentCode !== undefined && row.parentCode !== (parentCode ?? '')) return 'PARENT_IS_NOT_PREFIX';
  return { file, line, code, name, level, parentCode, committeeKind: committeeKindOf(code, name) };
}
