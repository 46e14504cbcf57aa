import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '@lianxin/service-kit';
import { startTestService } from '@lianxin/testing';
import type { TestService } from '@lianxin/testing';
import { createAppModule } from '../src/app.module.js';
import { ImportAreasService } from '../src/areas/import/import-areas.service.js';
import type { ImportOrder } from '../src/areas/import/import-areas.service.js';
import type { ImportReport } from '../src/areas/import/import-report.js';
import { areaImporter } from '../src/areas/import/import-command.js';
import { database } from '../src/data-source.js';

export const startGridRegistry = (): Promise<TestService> =>
  startTestService({ name: 'grid-registry', database, createModule: createAppModule });

/** The committed district, as `code,name,parentCode`. */
export const SEED = readFileSync(new URL('../seed/361104-guangxin.csv', import.meta.url), 'utf8');

export const seed = (service: TestService): Promise<ImportReport> =>
  importTexts(service, { 'seed.csv': SEED }, { within: '361104', isStrict: true, validFrom: '2023-06-30' });

/** Imports files with these contents, by name. */
export async function importTexts(
  service: TestService,
  texts: Record<string, string>,
  order: Partial<ImportOrder> = {},
): Promise<ImportReport> {
  const folder = mkdtempSync(join(tmpdir(), 'areas-'));
  const files = Object.entries(texts).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  const actor = areaImporter();
  const imports = service.app.get(ImportAreasService);
  try {
    return await service.app.get(Database).write(actor, (tx) =>
      imports.importAreas(tx, actor, {
        files,
        within: '',
        isStrict: false,
        validFrom: '2024-06-30',
        ...order,
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
