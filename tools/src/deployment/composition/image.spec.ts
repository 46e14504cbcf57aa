import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { workspaceRoot } from '../../platform/settings.js';
import { readComposition } from './composition.js';
import { importsOf } from './imports.js';
import { secrets } from '../secrets.js';

const inRoot = (path: string): string => resolve(workspaceRoot, path);
const lines = readFileSync(inRoot('docker/Dockerfile'), 'utf8').replaceAll('\\\n', ' ').split('\n');
const instructions = lines.filter((line) => line !== '' && !line.startsWith('#'));
const given = (word: string): string[] =>
  instructions.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
const { dependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
const values = Object.fromEntries(secrets.map(({ name }) => [name, 'x']));
const { services } = readComposition(values);
const composed = Object.values(services).flatMap(({ build, command = [] }) => (build ? command : []));
/** What operators start in a running container. */
const byHand = ['grid-registry', 'assessment', 'micro-project'].map(
  (service) => `apps/${service}/dist/journal.js`,
);
const scripts = [...composed, ...byHand];

/** What the last stage leaves out, as the Dockerfile removes it. */
const LEFT_OUT = ['testing', 'embedded-kafka', 'embedded-postgres'];

describe('docker/Dockerfile', () => {
  it('installs with the manifest of every workspace', () => {
    const folders = ['apps', 'libs'].flatMap((group) =>
      readdirSync(inRoot(group)).map((name) => `${group}/${name}`),
    );
    const manifests = [...folders, 'tools'].map((folder) => `${folder}/package.json ${folder}/`);
    const copied = given('COPY').filter((line) => / (apps|libs|tools)\//.test(line));
    expect(copied.filter((line) => !line.startsWith('--from')).sort()).toEqual(manifests.sort());
  });

  it('copies what there is', () => {
    const sources = given('COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(' ').slice(0, -1));
    expect(sources.filter((source) => !existsSync(inRoot(source)))).toEqual([]);
  });

  it('builds and runs on Node 24, as nobody in particular, with what production needs', () => {
    expect(given('ARG')).toEqual(['NODE_IMAGE=node:24-bookworm-slim']);
    expect(
      given('FROM').every((line) => line.startsWith('${NODE_IMAGE} AS ') || line.startsWith('manifests AS ')),
    ).toBe(true);
    expect(given('USER')).toEqual(['node']);
    const user = instructions.indexOf('USER node');
    expect(instructions.slice(user).map((line) => line.split(' ')[0])).toEqual([
      'USER',
      'HEALTHCHECK',
      'ENTRYPOINT',
    ]);
    expect(given('RUN').join('\n')).toMatch(/npm ci --omit=dev/);
    expect(given('COPY')).toContain('--from=dependencies /lianxin/node_modules node_modules');
  });

  it('has no secret in a layer', () => {
    const names = secrets.map(({ name }) => name);
    const told = [...given('ENV'), ...given('ARG')].join(' ');
    expect([...names, 'PASSWORD', 'SECRET', 'TOKEN', '_KEY'].filter((name) => told.includes(name))).toEqual(
      [],
    );
    const ignored = readFileSync(inRoot('.dockerignore'), 'utf8').split('\n');
    expect(ignored.find((line) => line !== '' && !line.startsWith('#'))).toBe('**');
    expect(ignored.indexOf('**/*.env')).toBeGreaterThan(ignored.indexOf('!tools'));
    expect(readFileSync(inRoot('.gitignore'), 'utf8').split('\n')).toContain('docker/local.env');
  });

  it.each(scripts)('ships all that %s imports', (script) => {
    const source = script.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
    const { packages, libraries, files } = importsOf(inRoot(source));
    const shipped = given('COPY').flatMap((line) => /^--from=build \S+ (\S+)$/.exec(line)?.[1] ?? []);
    const isShipped = (file: string) =>
      shipped.some((folder) => file.replace(/^tools\/src\//, 'tools/dist/').startsWith(`${folder}/`));
    expect(files.filter((file) => !isShipped(file))).toEqual([]);
    expect(packages.length).toBeGreaterThan(0);
    expect(packages.filter((name) => !(name in dependencies))).toEqual([]);
    expect(libraries.filter((name) => LEFT_OUT.includes(name))).toEqual([]);
  });
});
