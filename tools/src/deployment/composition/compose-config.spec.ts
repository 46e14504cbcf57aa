import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../../platform/settings.js';
import { readComposition, type Composition } from './composition.js';
import { envFileOf, secrets } from '../secrets.js';

/** Compose as a plugin of Docker or by itself; neither needs an engine to read a file. */
const candidates = [
  ['docker', 'compose'],
  ['docker-compose', ''],
];
const works = ([program = '', word = '']: string[]) =>
  spawnSync(program, [word, 'version', '--short'].filter(Boolean), { encoding: 'utf8' }).stdout?.match(
    /^v?[2-9]\./,
  );
const compose = candidates.find(works);
const reason = 'no Compose 2 or later here (docker compose, docker-compose)';
if (!compose) process.stderr.write(`Skipped: docker compose config: ${reason}\n`);

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
    const [program = '', word = ''] = compose ?? [];
    const args = [word, '--env-file', envFile, 'config', '--format', 'json'].filter(Boolean);
    const { PATH, HOME, DOCKER_CONFIG } = process.env;
    return spawnSync(program, args, {
      cwd: workspaceRoot,
      encoding: 'utf8',
      env: { PATH, HOME, DOCKER_CONFIG },
    });
  }

  (compose ? it : it.skip)('takes the composition, and reads in it what the other tests read', () => {
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

  (compose ? it : it.skip)('refuses to start without secrets', () => {
    const { status, stderr } = config('docker/example.env');
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/required variable [A-Z_]+ is missing a value/);
  });
});
