import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runCampaign, type CampaignOptions } from './campaign.js';

const usage = `Usage: npm run -s chaos -- [--transport embedded|kafka] [--kills N] [--seed S] [--json] [--port P] [--keep] [--no-disk] [--rehearse|--no-rehearse]

Breaks a platform of its own for some minutes and says what became of everything that was asked of it.

  --transport  how events travel (default embedded)
  --kills N    processes ended by kill -9 (default 50); pauses, poison and the rest come in between
  --seed S     a whole number that the plan of faults follows from (default: drawn, and told)
  --json       prints the verdict as JSON and nothing else on standard output
  --port P     the gateway's port, the others follow it (default 6400)
  --keep       keeps the evidence even when nothing is wrong
  --rehearse   makes a backup on the way and restores it at the end, also with fewer kills than 20; --no-rehearse: never
  --no-disk    does not put the data directory on a small disk to fill

Ends with 1 when anything is lost, doubled, out of order or wrong, or recovers too slowly; with 2 when it could not judge.`;

const defaultPort = 6400;
const largestSeed = 2 ** 32;

function readOptions(): CampaignOptions & { json: boolean } {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      transport: { type: 'string', default: 'embedded' },
      kills: { type: 'string', default: '50' },
      seed: { type: 'string', default: String(randomInt(largestSeed)) },
      port: { type: 'string', default: String(defaultPort) },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      disk: { type: 'boolean', default: true },
      rehearse: { type: 'boolean' },
    },
  });
  const { transport, json, keep, rehearse } = values;
  const [kills, seed, port] = [Number(values.kills), Number(values.seed), Number(values.port)];
  const isUsable = Number.isInteger(kills) && kills > 0 && Number.isInteger(seed) && seed >= 0;
  if (!isUsable || !Number.isInteger(port) || (transport !== 'embedded' && transport !== 'kafka'))
    throw new Error(usage);
  const say = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);
  return { transport, kills, seed, port, json, keep, say, fillDisk: values.disk, rehearse };
}

async function main(): Promise<number> {
  const { json, ...options } = readOptions();
  const verdict = await runCampaign(options);
  const { breakdown: _breakdown, ...figures } = verdict;
  process.stdout.write(`${JSON.stringify(json ? verdict : figures, null, 2)}\n`);
  if (!json) process.stderr.write(`${JSON.stringify(verdict.breakdown, null, 2)}\n`);
  return verdict.pass ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(2);
  },
);
