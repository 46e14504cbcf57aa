import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Actor } from '@lianxin/access';
import { systemSubject } from '@lianxin/journal';
import { isDay } from '@lianxin/policy';
import { CODE_LENGTHS } from '../area-code.js';
import type { ImportOrder } from './import-areas.service.js';
import type { ImportReport } from './import-report.js';

export interface ImportCommand {
  readonly order: ImportOrder;
  /** Prints the report as JSON instead of text. */
  readonly isJson: boolean;
}

const USAGE = 'import-areas (--all | --subtree CODE) --valid-from YYYY-MM-DD [--strict] [--json] FILE…';

/** The platform itself, loading areas. */
export const areaImporter = (): Actor =>
  Actor.system(systemSubject('grid-registry.area-import'), { correlationId: randomUUID() });

/** @throws Error that tells how the command is used */
export function readImportCommand(args: readonly string[]): ImportCommand {
  const { values, positionals: files } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      all: { type: 'boolean', default: false },
      subtree: { type: 'string' },
      strict: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'valid-from': { type: 'string' },
    },
  });
  const { all, subtree, strict, json, 'valid-from': validFrom } = values;
  if (all === (subtree !== undefined) || files.length === 0) throw new Error(`usage: ${USAGE}`);
  if (subtree !== undefined && !isAreaCode(subtree))
    throw new Error('--subtree takes the code of an area: 2, 4, 6, 9 or 12 digits');
  if (!validFrom || !isDay(validFrom))
    throw new Error('--valid-from takes the day to which the files’ data goes, YYYY-MM-DD');
  return { order: { files, within: subtree ?? '', isStrict: strict, validFrom }, isJson: json };
}

/** One line for each bad row, then what was done. */
export function printReport(report: ImportReport, isApplied: boolean): string {
  const untold = report.badRowCount - report.badRows.length;
  return [
    ...report.badRows.map(({ file, line, fault }) => `${file}:${line}: ${fault}`),
    ...(untold > 0 ? [`… and ${untold} more bad rows`] : []),
    `${report.rowCount} rows read, ${report.badRowCount} bad`,
    ...(report.isRepeated ? ['these files were imported before: nothing is compared again'] : []),
    isApplied
      ? `${report.addedCount} areas added in ${report.batchCount} journal entries, ${report.proposedCount} changes proposed for approval`
      : 'nothing was applied',
  ].join('\n');
}

const isAreaCode = (code: string): boolean =>
  /^[0-9]+$/.test(code) && Object.values(CODE_LENGTHS).includes(code.length);
