import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateAggregate, type GeneratedAggregate } from './generate-aggregate.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const now = new Date('2026-11-22T00:00:00Z');
const skipped = new Set(['dist', 'node_modules', 'seed']);

/** The sources, with what is installed linked beside them, so that `@lianxin/*` means the copy. */
function copyRepository(): string {
  const root = mkdtempSync(join(tmpdir(), 'lianxin-generator-'));
  const filter = (path: string) => !skipped.has(basename(path));
  for (const path of [
    'apps/assessment',
    'apps/grid-registry',
    'libs',
    'tools/src/generator',
    '.prettierrc.json',
    'tsconfig.base.json',
  ]) {
    cpSync(join(repository, path), join(root, path), { recursive: true, filter });
  }
  const scope = join(root, 'node_modules/@lianxin');
  mkdirSync(scope, { recursive: true });
  for (const name of readdirSync(join(repository, 'node_modules')).filter((entry) => entry !== '@lianxin')) {
    symlinkSync(join(repository, 'node_modules', name), join(root, 'node_modules', name));
  }
  for (const name of readdirSync(join(root, 'libs')))
    symlinkSync(join(root, 'libs', name), join(scope, name));
  return root;
}

/** The compiler's complaints about these files. */
function typeErrorsIn(root: string, files: readonly string[]): string[] {
  const config = { extends: './tsconfig.base.json', files };
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(repository, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', root], { cwd: root, encoding: 'utf8' });
  return stdout.split('\n').filter((line) => files.some((file) => line.startsWith(file)));
}

describe('generateAggregate', () => {
  let root: string;
  let generated: GeneratedAggregate;

  beforeAll(async () => {
    root = copyRepository();
    generated = await generateAggregate({ root, service: 'grid-registry', name: 'care-visit', now });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('writes one flat folder, a migration, events and a test', () => {
    const folder = 'apps/grid-registry/src/care-visits';
    const inFolder = generated.written.filter((file) => file.startsWith(folder));
    expect(inFolder).toHaveLength(10);
    expect(inFolder).toEqual(
      expect.arrayContaining([`${folder}/care-visit.entity.ts`, `${folder}/care-visits.service.ts`]),
    );
    expect(generated.written).toEqual(
      expect.arrayContaining([
        `apps/grid-registry/src/migrations/${now.getTime()}-create-care-visits.ts`,
        'apps/grid-registry/test/care-visits.e2e-spec.ts',
        'libs/contracts/src/care-visit.events.ts',
      ]),
    );
    const texts = generated.written.map((file) => readFileSync(join(root, file), 'utf8'));
    expect(texts.filter((text) => text.includes('__'))).toEqual([]);
  });

  it('enters the aggregate where its service and the contracts list theirs', () => {
    const textOf = (file: string) => readFileSync(join(root, file), 'utf8');
    expect(textOf('apps/grid-registry/src/app.module.ts')).toMatch(/imports: \[[^]*CareVisitsModule,?\s*\]/);
    expect(textOf('apps/grid-registry/src/data-source.ts')).toMatch(
      /entities: \[[^\]]*CareVisit\b[^]*CreateCareVisits\d+,?\s*\]/,
    );
    expect(textOf('apps/grid-registry/src/access-rules.ts')).toMatch(/\[[^\]]*careVisitRules,?\s*\]/);
    expect(textOf('libs/contracts/src/catalogue.ts')).toMatch(/\[[^\]]*careVisitEvents,?\s*\]/);
  });

  it('type-checks, also where areas are copies', async () => {
    const copies = await generateAggregate({ root, service: 'assessment', name: 'dispute', now });
    const files = [generated, copies].flatMap(({ written, changed }) => [...written, ...changed]);
    expect(typeErrorsIn(root, [...new Set(files)])).toEqual([]);
  });

  it('is in the format of the house', () => {
    const prettier = join(repository, 'node_modules/prettier/bin/prettier.cjs');
    const files = [...generated.written, ...generated.changed];
    const { stderr, status } = spawnSync(process.execPath, [prettier, '--check', ...files], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  it.each([
    ['a second time', { name: 'care-visit' }, 'exists already'],
    ['a bad name', { name: 'CareVisit' }, 'kebab-case'],
    ['an unknown service', { service: 'post-office', name: 'letter' }, 'no service apps/post-office'],
    ['a service outside apps', { service: '../libs/policy', name: 'letter' }, 'no service'],
  ])('refuses %s and writes nothing', async (_case, changes, message) => {
    await expect(generateAggregate({ root, service: 'grid-registry', now, ...changes })).rejects.toThrow(
      message,
    );
    expect(existsSync(join(root, 'libs/contracts/src/letter.events.ts'))).toBe(false);
  });
});
