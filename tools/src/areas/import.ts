import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openSecrets } from '../platform/secrets.js';
import { dataDirectory, dataLayout, gatewayPort, postgresPort } from '../platform/settings.js';
import { divisionData, fetchDivisionData } from './fetch-division-data.js';
import { runImport } from './import-process.js';

const usage = `npm run import:areas -- (--all | --subtree CODE) [--strict] [--file FILE …] [--valid-from YYYY-MM-DD]

  --all           the whole country (about 665,000 areas)
  --subtree CODE  one area with all inside it
  --strict        apply nothing when any row is bad
  --file FILE     read this CSV (code,name[,parentCode]) instead of ${divisionData.package} ${divisionData.version};
                  may be given several times, upper levels first
  --valid-from    the day to which the data goes, by default ${divisionData.dataDate}

Works on the platform that runs here (LIANXIN_DATA_DIR), or on DATABASE_URL when that is set.`;

/** Hands the files to grid-registry's own command, which signs in as the service does. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      all: { type: 'boolean', default: false },
      subtree: { type: 'string' },
      strict: { type: 'boolean', default: false },
      file: { type: 'string', multiple: true },
      'valid-from': { type: 'string', default: divisionData.dataDate },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { all, subtree, strict, json, help, file, 'valid-from': validFrom } = values;
  if (help || all === (subtree !== undefined)) throw new Error(usage);
  const url = process.env['DATABASE_URL'] ?? platformDatabaseUrl();
  const files = file ?? (await fetchDivisionData((line) => console.error(line)));
  const scope = subtree === undefined ? ['--all'] : ['--subtree', subtree];
  const flags = [...(strict ? ['--strict'] : []), ...(json ? ['--json'] : [])];
  return runImport(url, [...scope, ...flags, '--valid-from', validFrom, ...files]).status;
}

/** The database of the platform that was last started on this data directory, as the service signs in to it. */
function platformDatabaseUrl(): string {
  const { secrets, state } = dataLayout(dataDirectory());
  if (!existsSync(secrets))
    throw new Error(`no platform was started in ${dataDirectory()}: run npm start first`);
  const password = openSecrets(secrets)('database/grid_registry_app');
  const port = postgresPort(
    process.env['LIANXIN_PORT'] ? gatewayPort() : (runningPort(state) ?? gatewayPort()),
  );
  return `postgres://grid_registry_app:${encodeURIComponent(password)}@127.0.0.1:${port}/grid_registry`;
}

function runningPort(stateFile: string): number | undefined {
  if (!existsSync(stateFile)) return undefined;
  return (JSON.parse(readFileSync(stateFile, 'utf8')) as { port?: number }).port;
}

main().then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
