import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../platform/settings.js';
import { finding, type Finding } from './oracle/findings.js';

interface Verified {
  readonly service: string;
  readonly isIntact: boolean;
  readonly first: unknown;
  readonly faultCount: number;
}

const script = join(workspaceRoot, 'tools/dist/journal/main.js');
const limitMs = 180_000;

/** Runs `npm run journal -- …` on the platform of a data directory. @returns what it printed. @throws Error when it failed */
export async function journalCommand(dataDir: string, args: readonly string[]): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LIANXIN_DATA_DIR: dataDir };
  const child = spawn(process.execPath, ['--no-warnings', script, ...args], { env, timeout: limitMs });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
  const code = await new Promise<number | null>((done, reject) => {
    child.once('error', reject);
    child.once('close', done);
  });
  // 3: verify found something, and has said what.
  if (code === 0 || code === 3) return said.stdout;
  throw new Error(`npm run journal -- ${args.join(' ')}: ${said.stderr.trim().slice(-300)}`);
}

/** What the platform's own walk over journals and seals finds, against the copy of the seals outside the database. */
export async function checkSeals(dataDir: string): Promise<Finding[]> {
  const lines = (await journalCommand(dataDir, ['verify', '--json'])).trim().split('\n');
  const verdicts = lines.map((line) => JSON.parse(line) as Verified);
  return verdicts
    .filter(({ isIntact }) => !isIntact)
    .map(({ service, first, faultCount }) =>
      finding('disordered', `verify of ${service}: ${faultCount} faults, first ${JSON.stringify(first)}`),
    );
}
