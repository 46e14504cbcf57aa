import { spawn } from 'node:child_process';

export interface Said {
  readonly output: string;
  readonly errors: string;
}

const mostTold = 300;

/**
 * Runs a program to its end with an environment of its own, as somebody else would at a console.
 * @param limitMs after which it is ended @throws Error when it ends otherwise than well, or not in time
 */
export async function runConsole(
  program: string,
  args: readonly string[],
  { input = '', limitMs }: { input?: string; limitMs: number },
): Promise<Said> {
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC' },
    stdio: 'pipe',
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  // It may end before it has read everything; how it ended says enough.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code, signal] = await new Promise<[number | null, string | null]>((done, reject) => {
    child.once('error', reject);
    child.once('close', (...ending) => done(ending));
  });
  const said = { output: Buffer.concat(output).toString(), errors: Buffer.concat(errors).toString() };
  if (code === 0) return said;
  const how = signal ? `${signal} (limit ${limitMs / 1000} s)` : `code ${code}`;
  throw new Error(`it ended with ${how}: ${said.errors.trim().slice(-mostTold)}`);
}
