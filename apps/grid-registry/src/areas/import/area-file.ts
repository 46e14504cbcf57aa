import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { AreaFileUnusableError } from './import.errors.js';

/** A line of a file, not judged yet. */
export interface FileRow {
  /** Which of the files, from 0. */
  readonly file: number;
  /** From 1. */
  readonly line: number;
  readonly code: string;
  readonly name: string;
  /** What the file says, where it has that column. */
  readonly parentCode: string | undefined;
  /** The line cannot be taken apart: a quotation mark stands alone, or a column is missing. */
  readonly isBroken: boolean;
}

/** Far above any line about an area: what has no line ends is not such a file. */
const MAX_LINE_CHARACTERS = 4_096;
const READ_BYTES = 256 * 1024;

/**
 * SHA-256, in hexadecimal, of the files' content one after another.
 * @throws AreaFileUnusableError when one cannot be read
 */
export async function digestOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    try {
      for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    } catch (error) {
      throw new AreaFileUnusableError(
        basename(file),
        (error as NodeJS.ErrnoException).code ?? 'it cannot be read',
      );
    }
  }
  return hash.digest('hex');
}

/**
 * Reads a CSV file (RFC 4180) of areas: `code,name` and, as a third column, the parent's code; more are ignored. Every
 * line is a row of its own, so that a quotation mark left open spoils no line but its own.
 * @throws AreaFileUnusableError when it cannot be read or does not begin with those columns
 */
export async function* readAreaFile(file: string, index: number): AsyncGenerator<FileRow[]> {
  let line = 1;
  let hasParent: boolean | undefined;
  for await (const texts of linesOf(file)) {
    const rows: FileRow[] = [];
    for (const text of texts) {
      if (hasParent === undefined) hasParent = readHeader(text, file);
      else if (text !== '') rows.push(toRow(text, { file: index, line, hasParent }));
      line += 1;
    }
    if (rows.length > 0) yield rows;
  }
  if (hasParent === undefined) throw new AreaFileUnusableError(basename(file), 'it is empty');
}

async function* linesOf(file: string): AsyncGenerator<string[]> {
  let rest = '';
  const stream = createReadStream(file, {
    encoding: 'utf8',
    highWaterMark: READ_BYTES,
  }) as AsyncIterable<string>;
  for await (const chunk of stream) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARACTERS)
      throw new AreaFileUnusableError(basename(file), 'a line has no end');
    yield lines.map(withoutReturn);
  }
  if (rest !== '') yield [withoutReturn(rest)];
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

/** @returns whether there is a column for the parent's code */
function readHeader(text: string, file: string): boolean {
  const [code, name, parent] = fieldsOf(text.replace(/^\uFEFF/, '')) ?? [];
  if (code !== 'code' || name !== 'name') {
    throw new AreaFileUnusableError(
      basename(file),
      'its first line must be code,name or code,name,parentCode',
    );
  }
  return parent !== undefined;
}

function toRow(text: string, place: { file: number; line: number; hasParent: boolean }): FileRow {
  const { file, line, hasParent } = place;
  const fields = fieldsOf(text);
  const [code = '', name = '', parentCode] = fields ?? [];
  const isBroken = !fields || fields.length < (hasParent ? 3 : 2);
  return { file, line, code, name, parentCode: hasParent ? parentCode : undefined, isBroken };
}

/** @returns null when a quotation mark is left open or stands where none may */
function fieldsOf(line: string): string[] | null {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  for (let start = 0; start <= line.length;) {
    if (line[start] !== '"') {
      const end = endOfField(line, start);
      if (line.slice(start, end).includes('"')) return null;
      fields.push(line.slice(start, end));
      start = end + 1;
      continue;
    }
    const close = closingMark(line, start + 1);
    if (close < 0 || (close + 1 < line.length && line[close + 1] !== ',')) return null;
    fields.push(line.slice(start + 1, close).replaceAll('""', '"'));
    start = close + 2;
  }
  return fields;
}

function endOfField(line: string, start: number): number {
  const comma = line.indexOf(',', start);
  return comma < 0 ? line.length : comma;
}

function closingMark(line: string, start: number): number {
  let close = line.indexOf('"', start);
  while (close >= 0 && line[close + 1] === '"') close = line.indexOf('"', close + 2);
  return close;
}
