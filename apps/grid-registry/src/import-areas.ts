import 'reflect-metadata';
import { Journal } from '@lianxin/journal';
import { Clock, Database, DomainError, loadConfig, postgresOptions } from '@lianxin/service-kit';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { AreaProposalsService } from './areas/proposals/area-proposals.service.js';
import { ImportAreasService } from './areas/import/import-areas.service.js';
import { areaImporter, printReport, readImportCommand } from './areas/import/import-command.js';
import type { ImportReport } from './areas/import/import-report.js';
import { database } from './data-source.js';

/** Imports areas as the platform itself; see `import-command.ts`. Ends with 1 when nothing was applied. */
async function main(): Promise<void> {
  const { order, isJson } = readImportCommand(process.argv.slice(2));
  const { DATABASE_URL: url } = loadConfig(z.object({ DATABASE_URL: z.string() }), process.env);
  const dataSource = await new DataSource(postgresOptions({ ...database, url, poolSize: 2 })).initialize();
  const clock = new Clock();
  const imports = new ImportAreasService(new Journal(clock), new AreaProposalsService(clock), clock);
  const actor = areaImporter();
  let report: ImportReport | undefined;
  let fault: unknown = null;
  const start = performance.now();
  try {
    await new Database(dataSource).write(actor, (tx) =>
      imports.importAreas(tx, actor, order, (made) => (report = made)),
    );
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    fault = error;
    process.exitCode = 1;
  } finally {
    await dataSource.destroy();
  }
  const elapsedMs = Math.round(performance.now() - start);
  const isApplied = fault === null;
  if (isJson) process.stdout.write(`${JSON.stringify({ ...report, isApplied, elapsedMs })}\n`);
  else if (report) process.stdout.write(`${printReport(report, isApplied)}\n`);
  if (fault instanceof DomainError) process.stderr.write(`${fault.message}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
