import { basename } from 'node:path';
import type { Actor } from '@lianxin/access';
import { Journal } from '@lianxin/journal';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AreaProposalsService } from '../proposals/area-proposals.service.js';
import { UnknownAreaError } from '../area.errors.js';
import { findAreasByCode } from '../areas.queries.js';
import { digestOf } from './area-file.js';
import { ImportRun } from './import-run.js';
import { AreaRowsRefusedError } from './import.errors.js';
import type { ImportReport } from './import-report.js';
import { mergeAreaFiles } from './merge-files.js';

export interface ImportOrder {
  /** CSV files, each in the order of its codes or of its levels. */
  readonly files: readonly string[];
  /** Code of the area to import with all inside it; empty for the country. Its ancestors are taken along. */
  readonly within: string;
  /** One bad row and none is applied. */
  readonly isStrict: boolean;
  /** The day (YYYY-MM-DD) to which the files' data goes. */
  readonly validFrom: string;
}

/** Imports take turns, and with them whatever else gives out ids of areas. */
export const TAKE_TURN = `SELECT pg_advisory_xact_lock(hashtext('grid-registry.areas'))`;

/** Comparing the whole country takes longer than any request may. */
const ALLOW_TIME = `SELECT set_config('statement_timeout', '10min', true)`;

const EARLIER = `SELECT FROM area_import WHERE file_digest = $1 AND within = $2 LIMIT 1`;

const REMEMBER = `
  INSERT INTO area_import (id, file_digest, within, valid_from, imported_at, added_count, proposed_count, bad_row_count)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

/** Loads areas from files: what is new is added at once, what differs in a county already loaded is proposed. */
@Injectable()
export class ImportAreasService {
  constructor(
    private readonly journal: Journal,
    private readonly proposals: AreaProposalsService,
    private readonly clock: Clock,
  ) {}

  /**
   * All in the one transaction that it is given; the same files again change and propose nothing.
   * @param onReport gets the report even when the import is refused
   * @throws AreaFileUnusableError
   * @throws UnknownAreaError when the area asked for is neither in the files nor known
   * @throws AreaRowsRefusedError when `isStrict` and any row is bad
   */
  async importAreas(
    tx: EntityManager,
    actor: Actor,
    order: ImportOrder,
    onReport: (report: ImportReport) => void = () => undefined,
  ): Promise<ImportReport> {
    await tx.query(ALLOW_TIME);
    await tx.query(TAKE_TURN);
    const fileDigest = await digestOf(order.files);
    const isRepeated = (await tx.query<unknown[]>(EARLIER, [fileDigest, order.within])).length > 0;
    const options = { ...order, actor, fileDigest, isCompared: !isRepeated };
    const run = await ImportRun.start(tx, this.journal, options);
    for await (const rows of mergeAreaFiles(order.files)) await run.take(rows);
    await run.finish();
    if (order.within !== '' && (await findAreasByCode(tx, [order.within])).length === 0)
      throw new UnknownAreaError(order.within);
    const { within, validFrom } = order;
    const found = { within, fileDigest, validFrom, oldAreasBelowId: run.oldAreasBelowId };
    const proposedCount = isRepeated ? 0 : await this.proposals.proposeFound(tx, found);
    const fileNames = order.files.map((file) => basename(file));
    const report = { ...run.report(fileNames), fileDigest, isRepeated, proposedCount };
    onReport(report);
    if (order.isStrict && report.badRowCount > 0) throw new AreaRowsRefusedError(report.badRowCount);
    if (!isRepeated) await this.remember(tx, order, report);
    return report;
  }

  private async remember(
    tx: EntityManager,
    { within, validFrom }: ImportOrder,
    report: ImportReport,
  ): Promise<void> {
    const { importId, fileDigest, addedCount, proposedCount, badRowCount } = report;
    const when = this.clock.now();
    await tx.query(REMEMBER, [
      importId,
      fileDigest,
      within,
      validFrom,
      when,
      addedCount,
      proposedCount,
      badRowCount,
    ]);
  }
}
