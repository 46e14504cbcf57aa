import { lastLine } from './node-process.js';
import type { Supervised } from './supervisor.js';

const pollMs = 100;
const deathsAllowed = 3;

/** Waits until a process answers that it is ready. Throws when it keeps dying or takes longer than the limit. */
export async function waitUntilReady(
  child: Supervised,
  url: string,
  { logFile, limitMs, signal }: { logFile: string; limitMs: number; signal: AbortSignal },
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await answers(url))) {
    signal.throwIfAborted();
    if (child.deaths >= deathsAllowed) throw new Error(`${child.name} does not start: ${lastLine(logFile)}`);
    if (Date.now() > deadline)
      throw new Error(`${child.name} is not ready after ${limitMs / 1000} s: ${lastLine(logFile)}`);
    await new Promise((done) => setTimeout(done, pollMs));
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
