import { Secrets } from '@lianxin/service-kit';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lianxin } from '../../platform/plan.js';
import { openSecrets } from '../../platform/secrets.js';
import { dataLayout } from '../../platform/settings.js';
import { withClient } from '../database.js';
import { busiestVillage } from '../stock/fill.js';
import { told } from './told.js';

/** The built service is reached by its path: tools do not depend on services. */
interface SignaturesFile {
  readonly Signatures: new (secrets: Secrets) => {
    bandsOf(text: string, matter: { areaId: number; category: string }): string[];
  };
}

interface Row {
  /** Its place among what is told. */
  readonly telling: number;
  readonly band: number;
  readonly hash: string;
}

/**
 * A signature for every event of the stock, as if all of them had been reported within the longest window (60 days), and where the
 * bench asks within that of the place (30): more than a sweep leaves. Where the bench asks, each tells what is told in turn, so that every question is answered in full on either platform;
 * elsewhere the numbers are drawn.
 */
const fillSignatures = `
  INSERT INTO grid_event_signature (grid_event_id, band, scheme, hash, reported_at)
  SELECT e.id, b.band, 1, coalesce(s.hash, hashint8extended(e.number * 20 + b.band, 7)), 
         now() - (CASE WHEN e.village_code = '${busiestVillage}' THEN e.place % 700 ELSE e.number % 1416 END) * interval '1 hour'
    FROM (SELECT id, village_code, row_number() OVER (ORDER BY id) AS number,
                 row_number() OVER (PARTITION BY village_code ORDER BY id) AS place FROM grid_event) e
   CROSS JOIN generate_series(0, 19) AS b (band)
    LEFT JOIN unnest($1::int[], $2::int[], $3::bigint[]) AS s (telling, band, hash)
      ON e.village_code = '${busiestVillage}' AND s.telling = e.place % ${told.length} AND s.band = b.band`;

/** Puts the signatures of the stock beside it, under the key that the platform on this data will have. */
export async function signStock(dataDir: string, urlOf: (database: string) => string): Promise<void> {
  const rowsIn = await signer(dataDir);
  await withClient(urlOf('grid_registry'), async (client) => {
    const found = await client.query<{ id: number }>(
      'SELECT id FROM area WHERE code = $1 AND valid_until IS NULL',
      [busiestVillage],
    );
    const [village] = found.rows;
    if (!village) throw new Error('the platform was not seeded');
    const rows = rowsIn(village.id);
    const columns = (['telling', 'band', 'hash'] as const).map((key) => rows.map((row) => row[key]));
    // The rows are of events that are there; checking each key would only take longer.
    await client.query('SET session_replication_role = replica');
    await client.query(fillSignatures, columns);
    await client.query('VACUUM (ANALYZE) grid_event_signature');
    await client.query('CHECKPOINT');
  });
}

async function signer(dataDir: string): Promise<(areaId: number) => Row[]> {
  const path = join(lianxin.root, 'apps/grid-registry/dist/grid-event-duplicates/signatures.js');
  const { Signatures } = (await import(pathToFileURL(path).href)) as SignaturesFile;
  const secret = openSecrets(dataLayout(dataDir).secrets)('cursor-secret', 'base64');
  const signatures = new Signatures(new Secrets(Buffer.from(secret, 'base64')));
  return (areaId) =>
    told.flatMap(({ category, text }, telling) =>
      signatures.bandsOf(text, { areaId, category }).map((hash, band) => ({ telling, band, hash })),
    );
}
