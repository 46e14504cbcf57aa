import { basename } from 'node:path';
import type { Actor } from '@lianxin/access';
import { Journal } from '@lianxin/journal';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AreaProposalsService } from '../proposals/area-proposals.service.js';
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

/** Loads areas from files: what is new is added at once, what differs in a county already loaded is proposed. */
@Injectable()
export class ImportAreasService {
  constructor(
    private readonly journal: Journal,
    private readonly proposals: AreaProposalsService,
  ) {}

  /**
   * All in the one transaction that it is given; the same files again change nothing.
   * @throws AreaFileUnusableError
   * @throws AreaRowsRefusedError when `isStrict` and any row is bad; its report is `onRefused`'s to take
   */
  async importAreas(
    tx: EntityManager,
    actor: Actor,
    order: ImportOrder,
    onReport: (report: ImportReport) => void = () => undefined,
  ): Promise<ImportReport> {
    const fileDigest = await digestOf(order.files);
    const run = await ImportRun.start(tx, this.journal, { ...order, actor, fileDigest });
    for await (const rows of mergeAreaFiles(order.files)) await run.take(rows);
    await run.finish();
    const { within, validFrom } = order;
    const found = { within, fileDigest, validFrom, oldAreasBelowId: run.oldAreasBelowId };
    const proposedCount = await this.proposals.proposeFound(tx, found);
    const report = { ...run.report(order.files.map((file) => basename(file))), fileDigest, proposedCount };
    onReport(report);
    if (order.isStrict && report.badRowCount > 0) throw new AreaRowsRefusedError(report.badRowCount);
    return report;
  }
}
