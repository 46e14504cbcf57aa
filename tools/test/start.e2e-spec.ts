import { afterAll, describe, expect, it } from '@jest/globals';
import { identifyProcess, isAlive, type ProcessIdentity } from '@lianxin/embedded-postgres';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn } from '../src/issuer/sign-in.js';
import { dataLayout, issuerPort, workspaceRoot } from '../src/platform/settings.js';
import { freeBase } from './free-base.js';

const startLimitMs = 180_000;
const dataDir = mkdtempSync(join(tmpdir(), 'lianxin-start-spec-'));
const port = await freeBase();
const launchers: ChildProcess[] = [];

afterAll(async () => {
  for (const launcher of launchers) if (launcher.exitCode === null) await end(launcher, 'SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
}, startLimitMs);

/** `npm start` on the real services, without its install and build; resolves with what it printed once it is running. */
async function start(
  environment: Record<string, string> = {},
  ...args: string[]
): Promise<{ launcher: ChildProcess; printed: string }> {
  const launcher = spawn(process.execPath, [join(workspaceRoot, 'tools/test/start-built.mjs'), ...args], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      LIANXIN_PORT: String(port),
      LIANXIN_DATA_DIR: dataDir,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  launchers.push(launcher);
  let printed = '';
  return new Promise((done, reject) => {
    const listen = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('Ctrl-C stops everything')) done({ launcher, printed });
    };
    launcher.stdout?.on('data', listen);
    launcher.stderr?.on('data', listen);
    launcher.once('exit', () => reject(new Error(printed)));
  });
}

async function end(launcher: ChildProcess, signal: 'SIGINT' | 'SIGTERM'): Promise<number | null> {
  const code = new Promise<number | null>((done) => launcher.once('exit', done));
  launcher.kill(signal);
  return code;
}

async function ask(query: string, account = 'grid-worker'): Promise<unknown> {
  const token = await signIn(`http://127.0.0.1:${issuerPort(port)}`, account);
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

function children(): ProcessIdentity[] {
  const registered = JSON.parse(readFileSync(dataLayout(dataDir).processes, 'utf8')) as ProcessIdentity[];
  return registered.map(({ pid }) => identifyProcess(pid)).filter((identity) => identity !== undefined);
}

describe('npm start', () => {
  const query = '{ area(code: "361104111001") { code name } }';

  it(
    'starts from nothing, answers, and stops cleanly on Ctrl-C',
    async () => {
      const { launcher, printed } = await start();
      for (const word of [
        'Lianxin is running',
        `127.0.0.1:${port}/graphql`,
        'rural-village-officer',
        'curl',
      ]) {
        expect(printed).toContain(word);
      }
      expect(await ask(query)).toEqual({
        data: { area: { code: '361104111001', name: expect.stringContaining('郑坊') } },
      });
      const journals = ['gridRegistry', 'assessment', 'microProject'].map((name) => `${name}Journal`);
      const asked = `{ ${journals.map((name) => `${name} { traffic { lastPosition } }`).join(' ')} }`;
      expect(Object.keys((await ask(asked, 'platform-operator')) as object)).toEqual(['data']);
      const alive = children();
      expect(alive).toHaveLength(5);
      expect(await end(launcher, 'SIGINT')).toBe(0);
      expect(alive.filter(isAlive)).toEqual([]);
    },
    startLimitMs,
  );

  it(
    'starts again on the same data, once',
    async () => {
      const { launcher, printed } = await start();
      expect(printed).not.toMatch(/migrated|seeded/);
      expect(await ask(query)).toHaveProperty('data.area.code', '361104111001');
      await expect(start()).rejects.toThrow(/^Lianxin already runs on .*\n$/);
      expect(await end(launcher, 'SIGTERM')).toBe(0);
    },
    startLimitMs,
  );

  it('begins anew only what is its own', async () => {
    const foreign = mkdtempSync(join(tmpdir(), 'lianxin-foreign-'));
    writeFileSync(join(foreign, 'letter.txt'), 'dear');
    await expect(start({ LIANXIN_DATA_DIR: foreign }, '--reset')).rejects.toThrow('nothing was deleted');
    rmSync(foreign, { recursive: true });
  });
});
