import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateAggregate } from './generate-aggregate.js';

const usage = `npm run generate -- aggregate <service> <name> [--plural <names>]

  service  a folder of apps/, e.g. grid-registry
  name     one of them, in kebab-case, e.g. care-visit
  plural   several of them, where -s or -es will not do`;

const next = `Next: put its real fields and verbs in place of "define" and "retire"; add its table, area_id and area_code
to what the service rewrites when an area is re-coded; then npm run schema:write, npm run contracts:write and npm run check.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { plural: { type: 'string' } },
});
const [kind, service, name, ...rest] = positionals;

if (kind !== 'aggregate' || !service || !name || rest.length > 0) {
  console.error(usage);
  process.exitCode = 1;
} else {
  await run(service, name);
}

async function run(service: string, name: string): Promise<void> {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  try {
    const { written, changed } = await generateAggregate({
      root,
      service,
      name,
      plural: values.plural,
      now: new Date(),
    });
    console.log(
      [...written.map((file) => `new      ${file}`), ...changed.map((file) => `changed  ${file}`)].join('\n'),
    );
    console.log(`\n${next}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
