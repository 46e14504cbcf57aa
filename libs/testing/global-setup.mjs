import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startEmbeddedPostgres } from '../embedded-postgres/dist/index.js';

/** Starts one forgetful PostgreSQL for the whole test run; needs `nx build embedded-postgres`, as `npm test` does. */
export default async function globalSetup() {
  const dataDir = mkdtempSync(join(tmpdir(), 'lianxin-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, port: await freePort(), durable: false });
  process.env.LIANXIN_TEST_POSTGRES = postgres.superuserUrl;
  globalThis.stopTestPostgres = async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
