import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import type { Bench } from './bench.js';
import { describeCommit, describeMachine } from './machine.js';
import { toTable } from './report.js';
import { StderrLogger } from './stderr-logger.js';

const benches: Readonly<Record<string, () => Promise<{ run: Bench }>>> = {
  lifecycle: () => import('./lifecycle.bench.js'),
  commit: () => import('./commit.bench.js'),
  dashboard: () => import('./dashboard.bench.js'),
  duplicates: () => import('./duplicates.bench.js'),
  import: () => import('./import.bench.js'),
  footprint: () => import('./footprint.bench.js'),
  relay: () => import('./relay.bench.js'),
  wakeup: () => import('./wakeup.bench.js'),
  delivery: () => import('./delivery.bench.js'),
  'fan-out': () => import('./fan-out.bench.js'),
  spike: () => import('./spike.bench.js'),
  'project-board': () => import('./project-board.bench.js'),
  'project-decisions': () => import('./project-decisions.bench.js'),
  'embedded-log': () => import('./embedded-log.bench.js'),
};

const usage = `Usage: npm run -s bench -- <${Object.keys(benches).join(' | ')}> [--json] [--full] [--rounds N] [--tiny]

  --json      prints { name, machine, commit, figures, checks } and nothing else on standard output
  --full      the larger sizes (lifecycle, dashboard): 1,000,000 events against 10,000
  --rounds N  interleaved rounds whose median is told, at least 5 (default 5)
  --tiny      one small round that shows that the bench works and measures nothing

Ends with 1 when a target is missed, with 2 when it could not measure.`;

const fewestRounds = 5;

/** Measures, prints, and says by its exit code whether every target was met. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      tiny: { type: 'boolean', default: false },
      rounds: { type: 'string', default: String(fewestRounds) },
    },
  });
  const [name = '', ...rest] = positionals;
  const load = benches[name];
  if (!load || rest.length > 0) throw new Error(usage);
  const rounds = values.tiny ? 1 : Number(values.rounds);
  if (!values.tiny && !(Number.isInteger(rounds) && rounds >= fewestRounds)) {
    throw new Error(`--rounds must be a whole number from ${fewestRounds}`);
  }
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  Logger.overrideLogger(new StderrLogger());
  const { run } = await load();
  const result = await run({ rounds, isFull: values.full, isTiny: values.tiny, log });
  const report = { name, machine: describeMachine(), commit: describeCommit(), ...result };
  process.stdout.write(`${values.json ? JSON.stringify(report, null, 2) : toTable(report)}\n`);
  return result.checks.every(({ pass }) => pass) ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(2);
  },
);
