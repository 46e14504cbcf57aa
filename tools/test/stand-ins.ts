import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { services } from '../src/platform/services.js';
import type { PlatformPlan } from '../src/platform/plan.js';
import { workspaceRoot } from '../src/platform/settings.js';

/** Serves health, and its own environment for the tests to look at; ends when told or when a file `broken` lies beside it. */
const main = `
const { existsSync } = require('node:fs');
if (existsSync(__dirname + '/broken')) { console.error('Error: broken on purpose'); process.exit(3); }
const server = require('node:http').createServer((request, response) => {
  response.end(request.url === '/environment' ? JSON.stringify(process.env) : '{}');
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.once('SIGTERM', () => { server.close(); server.closeAllConnections(); });
`;

/** Notes in a file of the plan's root that it ran. */
const noting = (root: string, name: string, entry: string) =>
  `require('node:fs').appendFileSync(${JSON.stringify(join(root, `ran-${name}`))}, '${entry}\\n');`;

/** A platform of tiny scripts in the place of the services; the issuer and PostgreSQL are the real ones. */
export function standInPlan(): PlatformPlan {
  const root = mkdtempSync(join(tmpdir(), 'lianxin-stand-ins-'));
  for (const name of [...services.map((service) => service.name), 'gateway']) {
    const dist = join(root, 'apps', name, 'dist');
    mkdirSync(dist, { recursive: true });
    writeFileSync(join(dist, 'main.js'), main);
    for (const entry of ['migrate', 'seed'])
      writeFileSync(join(dist, `${entry}.js`), noting(root, name, entry));
  }
  mkdirSync(join(root, 'shared'));
  const sharedMigrationScript = join(root, 'shared', 'migrate.js');
  writeFileSync(sharedMigrationScript, noting(root, 'shared', 'migrate'));
  return {
    root,
    services,
    sharedMigrationScript,
    issuerScript: join(workspaceRoot, 'tools/dist/issuer/main.js'),
  };
}
