import { parseArgs } from 'node:util';
import { transports, type Transport } from '../platform/kafka/transport-choice.js';
import { dataDirectory } from '../platform/settings.js';
import { restorePlatform, type RestoreReport } from './restore.js';

const usage = `Usage: npm run restore -- --from DIR [--to-time TIME] [--log DIR] [--transport embedded|kafka] [--json]

Puts a backup in the place of what the stopped platform stores, and keeps what was there before.

  --to-time TIME    restores to the last change before that moment (2026-11-22T18:30:00Z; without a zone it is UTC);
                    without it to the end of the log
  --log DIR         where the log after the backup lies, when it is not in the data directory (postgres/wal-archive)
  --transport NAME  how events travel from now on, unless as before

On a new machine: put secrets.json (kept in another place), and the seals and erasures.jsonl if they were saved, into an
empty data directory first. Erased persons stay erased; positions and cursors are never used twice.
`;

/** `npm run restore`, once everything is built. */
export async function runRestore(argv: string[]): Promise<void> {
  try {
    await run(argv);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

async function run(argv: string[]): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: {
      from: { type: 'string' },
      'to-time': { type: 'string' },
      log: { type: 'string' },
      transport: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (!values.from || values.help) {
    console.log(usage);
    if (!values.help) process.exitCode = 1;
    return;
  }
  const transport = transportOf(values.transport);
  const report = await restorePlatform({
    ...{ dataDir: dataDirectory(), from: values.from },
    ...(values['to-time'] && { toTime: timeOf(values['to-time']) }),
    ...(values.log && { log: values.log }),
    ...(transport && { transport }),
    say: values.json ? () => undefined : (line) => console.log(`  ${line}`),
  });
  console.log(values.json ? JSON.stringify(report) : summaryOf(report));
}

function transportOf(value: string | undefined): Transport | undefined {
  const transport = transports.find((each) => each === value);
  if (value && !transport) throw new Error(`--transport is one of ${transports.join(', ')}`);
  return transport;
}

/** A time without a zone is UTC, whatever the zone of the machine. */
function timeOf(text: string): Date {
  const time = new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(time.getTime()))
    throw new Error(`--to-time ${text} is not a time such as 2026-11-22T18:30:00Z`);
  return time;
}

function summaryOf(report: RestoreReport): string {
  const { lost, erasures, positions, verdicts, toTime } = report;
  const total = Object.values(lost.counts).reduce((sum, count) => sum + count, 0);
  return [
    `Restored to ${toTime ?? 'the end of the log'}`,
    ...(report.aside ? [`  what was here before is kept in ${report.aside}`] : []),
    `  entries lost: ${total}${report.asideUnreadable ? ' that are known' : ''} ${perService(lost.counts)}`,
    ...lost.first.map(({ recordedAt, type, aggregateId }) => `    ${recordedAt} ${type} ${aggregateId}`),
    ...(total > lost.first.length ? [`    … all of them in ${lost.file}`] : []),
    `  erasures on the list: ${erasures.listed}, applied again: ${erasures.destroyed}`,
    ...positions.map(
      ({ service, restored, used }) =>
        `  ${service}: restored to position ${restored}, goes on after ${Math.max(restored, used)}`,
    ),
    ...report.sealsInConflict.map(
      (name) => `  ${name} contradicts the backup's copy: somebody changed one of them`,
    ),
    ...verdicts.map(
      ({ service, entryCount, sealCount }) =>
        `  ${service}: journal intact, ${entryCount} entries, ${sealCount} seals`,
    ),
    `  report: ${report.reportFile}`,
    'Start the platform and make a new backup now.',
  ].join('\n');
}

const perService = (counts: Record<string, number>) => {
  const parts = Object.entries(counts).map(([service, count]) => `${service} ${count}`);
  return parts.length > 0 ? `(${parts.join(', ')})` : '';
};
