import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { until } from '../pause.js';
import { freeze, thawAll } from './freeze.js';

const limitMs = 10_000;
const told = existsSync('/proc/self/stat') ? it : it.skip;
/** A process that starts another, says its id, and ends it with itself. */
const family = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  console.log(child.pid);
  process.on('SIGTERM', () => { child.kill('SIGKILL'); process.exit(); });`;

const stateOf = (pid: number): string => /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
let parent: ChildProcess | undefined;

async function start(): Promise<[number, number]> {
  parent = spawn(process.execPath, ['-e', family], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return [parent.pid as number, Number(line.toString())];
}
const untilAll = (pids: number[], stopped: boolean): Promise<unknown> =>
  until('all of them', () => Promise.resolve(pids.every((pid) => (stateOf(pid) === 'T') === stopped)), {
    limitMs,
  });

describe('a pause', () => {
  afterEach(async () => {
    thawAll();
    parent?.kill('SIGTERM');
    if (parent) await once(parent, 'exit');
    parent = undefined;
  });

  told('stops a process with its children, and lets them all go on', async () => {
    const pids = await start();
    const goOn = freeze(pids[0]);
    await untilAll(pids, true);
    goOn();
    await untilAll(pids, false);
  });

  told('leaves nothing standing when all is given up', async () => {
    const pids = await start();
    freeze(pids[0]);
    await untilAll(pids, true);
    thawAll();
    await untilAll(pids, false);
  });

  told('of what is gone is an error', () => {
    expect(() => freeze(2 ** 30)).toThrow('gone');
  });
});
