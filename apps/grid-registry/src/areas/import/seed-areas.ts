import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Actor } from '@lianxin/access';
import { systemSubject } from '@lianxin/journal';
import type { Database } from '@lianxin/service-kit';
import type { ImportAreasService } from './import-areas.service.js';
import type { ImportReport } from './import-report.js';

/** The district that the platform is seeded with, and the day to which its data goes (see seed/README.md). */
const SEED_FILE = fileURLToPath(new URL('../../../seed/361104-guangxin.csv', import.meta.url));
const SEED_COUNTY = '361104';
const SEED_DATE = '2023-06-30';

/** The platform itself, loading areas. */
export const areaImporter = (): Actor =>
  Actor.system(systemSubject('grid-registry.area-import'), { correlationId: randomUUID() });

/** Loads the committed areas; a second time it changes nothing. */
export function seedAreas(db: Database, imports: ImportAreasService): Promise<ImportReport> {
  const actor = areaImporter();
  const order = { files: [SEED_FILE], within: SEED_COUNTY, isStrict: true, validFrom: SEED_DATE };
  return db.write(actor, (tx) => imports.importAreas(tx, actor, order));
}
