import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Environment } from './environment.js';
import type { ProcessRegister } from './process-register.js';
import { workspaceRoot } from './settings.js';
import type { Running } from './supervisor.js';

export interface NodeProcess {
  name: string;
  script: string;
  environment: Environment;
  heapMb: number;
  logFile: string;
}

const logLimitBytes = 10 * 1024 * 1024;
const nurseryMb = 16;
const leash = pathToFileURL(join(workspaceRoot, 'tools/dist/platform/leash.js')).href;

/** Starts a child in a session of its own (Ctrl-C reaches the launcher alone), its output going to its log. */
export function spawnNode(
  { name, script, environment, heapMb, logFile }: NodeProcess,
  register: ProcessRegister,
): Running {
  setAside(logFile);
  const output = openSync(logFile, 'a', 0o600);
  const flags = [
    `--max-old-space-size=${heapMb}`,
    `--max-semi-space-size=${nurseryMb}`,
    '--enable-source-maps',
  ];
  const child = spawn(process.execPath, [...flags, '--import', leash, script], {
    cwd: workspaceRoot,
    env: environment,
    stdio: ['ignore', output, output, 'ipc'],
    detached: true,
  });
  closeSync(output);
  const { pid } = child;
  if (pid) register.add(name, pid);
  const exited = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(signal ? `signal ${signal}` : `code ${code}`));
  });
  void exited.then(() => pid && register.remove(pid));
  const stop = async (limitMs: number) => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    await exited;
    clearTimeout(timer);
  };
  return { pid: pid ?? 0, exited, stop };
}

/** Runs a child to its end. Throws with the last line it wrote when it fails. */
export async function runNode(
  command: NodeProcess,
  register: ProcessRegister,
  signal: AbortSignal,
): Promise<void> {
  const running = spawnNode(command, register);
  const onAbort = () => void running.stop(0);
  signal.addEventListener('abort', onAbort, { once: true });
  const end = await running.exited;
  signal.removeEventListener('abort', onAbort);
  signal.throwIfAborted();
  if (end !== 'code 0') throw new Error(`${command.name} failed (${end}): ${lastLine(command.logFile)}`);
}

/** The last thing a process said, shortened, and where to read on. */
export function lastLine(logFile: string): string {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').trim().split('\n') : [];
  const telling =
    lines
      .slice(-40)
      .reverse()
      .find((line) => /\b\w*error: /i.test(line)) ??
    lines.at(-1) ??
    '';
  return `${telling.trim().slice(0, 300)} (see ${logFile})`;
}

function setAside(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > logLimitBytes) renameSync(logFile, `${logFile}.1`);
}
