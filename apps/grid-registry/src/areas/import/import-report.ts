import type { RowFault } from './area-row.js';

export interface BadRow {
  /** The file's name without its folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly fault: RowFault;
}

/** What an import did. */
export interface ImportReport {
  readonly importId: string;
  readonly fileDigest: string;
  /** The same files were imported before: only what was still missing was added. */
  readonly isRepeated: boolean;
  /** Rows inside the subtree or above it. */
  readonly rowCount: number;
  /** Areas added. */
  readonly addedCount: number;
  /** Journal entries written. */
  readonly batchCount: number;
  /** Differences in counties already loaded that now wait for a decision. */
  readonly proposedCount: number;
  readonly badRowCount: number;
  /** The first of them. */
  readonly badRows: readonly BadRow[];
}

/** However many rows are bad, this many are told one by one. */
export const MAX_BAD_ROWS_TOLD = 1_000;
