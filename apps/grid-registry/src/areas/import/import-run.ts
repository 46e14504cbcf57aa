import { finished } from 'node:stream/promises';
import { subtreeOf } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { AreasImported } from '@lianxin/contracts';
import type { Journal } from '@lianxin/journal';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AreaBatch, BATCH_ROWS, copyEscaped } from './area-batch.js';
import type { AreaEntry } from './area-batch.js';
import type { FileRow } from './area-file.js';
import { checkRow } from './area-row.js';
import type { AreaRow, RowFault } from './area-row.js';
import { MAX_BAD_ROWS_TOLD } from './import-report.js';
import type { BadRow, ImportReport } from './import-report.js';
import { KnownAreas } from './known-areas.js';
import type { UpperArea } from './known-areas.js';

export interface RunOptions {
  readonly within: string;
  readonly validFrom: string;
  readonly fileDigest: string;
  readonly actor: Actor;
  /** Whether what differs in counties already loaded is staged for the comparison. */
  readonly isCompared: boolean;
}

const UPPER_AREAS = `SELECT id, code, name FROM area WHERE valid_until IS NULL AND level <> 'VILLAGE' ORDER BY level, code`;
const RESERVE_IDS = `
  SELECT min(id)::int AS first FROM (SELECT nextval('area_id_seq') AS id FROM generate_series(1, $1)) AS ids`;

/** Few reservations, because rows wait for each. */
const RESERVED_IDS = 10 * BATCH_ROWS;

const AREA_COLUMNS = 'area (id, parent_id, valid_from, level, committee_kind, code, name)';
const STAGED_CHARACTERS = 256 * 1024;
const STAGED_COLUMNS = 'area_import_row (line, is_usable, code, name)';

/** One import under way: takes rows in order, adds them in batches, stages for comparison what may not be added. */
export class ImportRun {
  private readonly importId = uuidv7();
  private readonly badRows: { file: number; line: number; fault: RowFault }[] = [];
  private batch: AreaBatch;
  private staged = '';
  private writing: Promise<void> = Promise.resolve();
  private nextId = 0;
  private firstId: number | undefined;
  private lastId = -1;
  private rowCount = 0;
  private addedCount = 0;
  private batchCount = 0;
  private badRowCount = 0;

  private constructor(
    private readonly tx: EntityManager,
    private readonly journal: Journal,
    private readonly options: RunOptions,
    private readonly known: KnownAreas,
  ) {
    this.batch = new AreaBatch(options.validFrom);
  }

  static async start(tx: EntityManager, journal: Journal, options: RunOptions): Promise<ImportRun> {
    return new ImportRun(tx, journal, options, new KnownAreas(await tx.query<UpperArea[]>(UPPER_AREAS)));
  }

  /** Rows are read on while PostgreSQL still writes those before. */
  async take(rows: readonly FileRow[]): Promise<void> {
    if (this.lastId - this.nextId < rows.length) await this.reserveIds(rows.length);
    for (const row of rows) {
      this.takeOne(row);
      if (this.batch.isFull) await this.flushBatch();
    }
    if (this.staged.length > STAGED_CHARACTERS) await this.flushStaged();
  }

  async finish(): Promise<void> {
    if (this.batch.rows.length > 0) await this.flushBatch();
    if (this.staged !== '') await this.flushStaged();
    await this.writing;
  }

  /** All areas with a smaller id were there before. */
  get oldAreasBelowId(): number {
    return this.firstId ?? this.nextId;
  }

  report(fileNames: readonly string[]): Omit<ImportReport, 'fileDigest' | 'proposedCount' | 'isRepeated'> {
    const badRows: BadRow[] = this.badRows.map(({ file, ...row }) => ({
      ...row,
      file: fileNames[file] ?? '',
    }));
    const { importId, rowCount, addedCount, batchCount, badRowCount } = this;
    return { importId, rowCount, addedCount, batchCount, badRowCount, badRows };
  }

  private takeOne(fileRow: FileRow): void {
    const checked = checkRow(fileRow);
    if (typeof checked !== 'string' && !concerns(this.options.within, checked.code)) return;
    this.rowCount += 1;
    if (typeof checked === 'string') return this.refuse(fileRow, checked);
    const route = this.known.route(checked);
    if (typeof route === 'string') return this.refuse(fileRow, route);
    if (route.kind === 'compare') return this.stage(checked, true);
    this.add(checked, route.parentId);
  }

  private add(row: AreaRow, parentId: number | null): void {
    const id = this.nextId++;
    if (row.level !== 'VILLAGE') this.known.add(row.code, id);
    this.batch.add(id, parentId, row);
  }

  /** What the file says of an area wrongly is no sign that the area is gone. */
  private refuse({ file, line, code }: FileRow, fault: RowFault): void {
    this.badRowCount += 1;
    if (this.badRows.length < MAX_BAD_ROWS_TOLD) this.badRows.push({ file, line, fault });
    if (/^[0-9]{2,12}$/.test(code)) this.stage({ line, code, name: '' }, false);
  }

  private stage({ line, code, name }: Pick<AreaRow, 'line' | 'code' | 'name'>, isUsable: boolean): void {
    if (!this.options.isCompared) return;
    this.staged += `${line}\t${isUsable}\t${code}\t${copyEscaped(name)}\n`;
  }

  private async reserveIds(atLeast: number): Promise<void> {
    await this.writing;
    const count = RESERVED_IDS + atLeast;
    const [reserved] = await this.tx.query<{ first: number }[]>(RESERVE_IDS, [count]);
    this.nextId = reserved?.first ?? 0;
    this.firstId ??= this.nextId;
    this.lastId = this.nextId + count - 1;
  }

  private async flushBatch(): Promise<void> {
    const { batch } = this;
    this.batch = new AreaBatch(this.options.validFrom);
    await this.writing;
    this.startWriting(this.write(batch));
  }

  private async flushStaged(): Promise<void> {
    const text = this.staged;
    this.staged = '';
    await this.writing;
    this.startWriting(copy(this.tx, STAGED_COLUMNS, text));
  }

  /** Whoever waits next learns of a failure; until then it is not unhandled. */
  private startWriting(writing: Promise<void>): void {
    this.writing = writing;
    writing.catch(() => undefined);
  }

  private async write(batch: AreaBatch): Promise<void> {
    this.addedCount += batch.rows.length;
    await copy(this.tx, AREA_COLUMNS, batch.copyText);
    await this.record(batch.entries);
  }

  private async record(entries: readonly AreaEntry[]): Promise<void> {
    const { importId } = this;
    const { actor, fileDigest, validFrom } = this.options;
    const [grant] = actor.grants;
    if (!grant) throw new Error('An import is done under a post.');
    const isFirst = this.batchCount === 0;
    this.batchCount += entries.length;
    const facts = entries.map(({ rows, areaCode }) => {
      const data = { importId, fileDigest, validFrom, rows };
      return { event: AreasImported, aggregateId: importId, areaCode, data, grant, isFirst };
    });
    await this.journal.recordAll(this.tx, actor, facts);
  }
}

/** Inside the subtree, or above it. */
function concerns(within: string, code: string): boolean {
  const { from, to } = subtreeOf(within);
  return (code >= from && code < to) || within.startsWith(code);
}

async function copy(tx: EntityManager, target: string, text: string): Promise<void> {
  const client = (await tx.queryRunner?.connect()) as ClientBase;
  const stream = client.query(copyFrom(`COPY ${target} FROM STDIN`));
  stream.end(text);
  await finished(stream);
}
