import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demonstrationAccounts } from '../src/issuer/accounts.js';
import { workspaceRoot } from '../src/platform/settings.js';

function run(script: string, args: string[], environment: Record<string, string> = {}) {
  const { PATH = '', HOME = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', join(workspaceRoot, 'tools', script), ...args],
    {
      env: { PATH, HOME, ...environment },
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

describe('npm start', () => {
  it('explains itself without installing or starting anything', () => {
    const { status, stdout } = run('start.mjs', ['--help']);
    expect(status).toBe(0);
    for (const word of ['--reset', 'LIANXIN_PORT', 'LIANXIN_DATA_DIR']) expect(stdout).toContain(word);
  });

  it('refuses an option it does not know, in one line', () => {
    expect(run('start.mjs', ['--rest'])).toEqual({
      status: 1,
      stdout: '',
      stderr: '--rest is not an option: see npm start -- --help\n',
    });
  });

  it('refuses a port it cannot use, in one line', () => {
    const { status, stderr } = run('test/start-built.mjs', [], { LIANXIN_PORT: 'eighty' });
    expect({ status, lines: stderr.trim().split('\n').length }).toEqual({ status: 1, lines: 1 });
    expect(stderr).toContain('LIANXIN_PORT');
  });
});

describe('npm run token', () => {
  it.each([[['mayor']], [[]]])('lists the accounts in one line when given %j', (args) => {
    const { status, stdout, stderr } = run('token.mjs', args);
    expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({
      status: 1,
      stdout: '',
      lines: 1,
    });
    for (const { account } of demonstrationAccounts) expect(stderr).toContain(account);
  });

  it('says in one line that nothing runs', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'lianxin-token-spec-'));
    const { status, stderr } = run('token.mjs', ['auditor'], {
      LIANXIN_PORT: '1025',
      LIANXIN_DATA_DIR: dataDir,
    });
    rmSync(dataDir, { recursive: true });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'nothing answers on port 1026: start the platform with npm start (or set LIANXIN_PORT)\n',
    });
  });
});
