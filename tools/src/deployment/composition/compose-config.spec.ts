import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../../platform/settings.js';
import { findCompose } from './compose-program.js';
import { readComposition, type Composition } from './composition.js';
import { envFileOf, secrets } from '../secrets.js';

const compose = await findCompose();
const withCompose = typeof compose === 'string' ? it.skip : it;
if (typeof compose === 'string') process.stderr.write(`Skipped: docker compose config: ${compose}\n`);

describe('docker compose config', () => {
  const values = Object.fromEntries(secrets.map((secret) => [secret.name, secret.make()]));
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'lianxin-compose-'));
    writeFileSync(
      join(directory, 'local.env'),
      envFileOf(({ name }) => values[name] ?? ''),
    );
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function config(envFile: string) {
    const [program = '', ...words] = compose;
    const args = [...words, '--env-file', envFile, 'config', '--format', 'json'];
    const { PATH, HOME, DOCKER_CONFIG } = process.env;
    return spawnSync(program, args, {
      cwd: workspaceRoot,
      encoding: 'utf8',
      env: { PATH, HOME, DOCKER_CONFIG },
    });
  }

  withCompose('takes the composition, and reads in it what the other tests read', () => {
    const { status, stdout, stderr } = config(join(directory, 'local.env'));
    expect([status, stderr]).toEqual([0, '']);
    const theirs = JSON.parse(stdout) as Composition;
    const ours = readComposition(values);
    expect(Object.keys(theirs.services).sort()).toEqual(Object.keys(ours.services).sort());
    for (const [name, { environment, command, image }] of Object.entries(ours.services))
      expect([name, theirs.services[name]]).toMatchObject([
        name,
        { environment, command: command ?? null, image },
      ]);
  });

  withCompose('refuses to start without secrets', () => {
    const { status, stderr } = config('docker/example.env');
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/required variable [A-Z_]+ is missing a value/);
  });
});
