import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type AggregateNames, namesOf } from './names.js';
import { register, type Registration } from './register.js';

export interface AggregateRequest {
  /** The repository's root. */
  readonly root: string;
  /** A folder of apps/, `grid-registry` say. */
  readonly service: string;
  /** Kebab-case and singular, `care-visit` say. */
  readonly name: string;
  readonly plural?: string | undefined;
  readonly now: Date;
}

export interface GeneratedAggregate {
  /** Relative to the root. */
  readonly written: readonly string[];
  readonly changed: readonly string[];
}

interface Draft {
  readonly file: string;
  readonly text: string;
}

const templateFolder = 'tools/src/generator/templates';

/**
 * Writes a new aggregate in the pattern of the house (folder, migration, events, end-to-end test) and enters it
 * where its service and the contracts list theirs. Throws, having written nothing, on a bad name, an unknown
 * service, a file that exists already or a list that is not found.
 */
export async function generateAggregate(request: AggregateRequest): Promise<GeneratedAggregate> {
  const { root, service } = request;
  const names = namesOf(request.name, request.plural);
  requireService(root, service);
  const timestamp = String(request.now.getTime());
  const written = draftsOf(root, names, { ...names, ...areasOf(root, service), service, timestamp });
  const taken = written.find(({ file }) => existsSync(join(root, file)));
  if (taken) throw new Error(`${taken.file} exists already`);
  const changed = changesOf(root, registrationsOf(service, names, timestamp));
  for (const { file, text } of [...written, ...changed]) await writeFormatted(join(root, file), text);
  return { written: written.map(({ file }) => file), changed: changed.map(({ file }) => file) };
}

function requireService(root: string, service: string): void {
  if (!/^[a-z-]+$/.test(service) || !existsSync(join(root, 'apps', service, 'src/access-rules.ts'))) {
    throw new Error(`There is no service apps/${service}`);
  }
}

/** Areas are grid-registry's own; every other service reads its copies. */
function areasOf(root: string, service: string): Record<string, string> {
  const isOwner = existsSync(join(root, 'apps', service, 'src/areas/areas.service.ts'));
  if (isOwner) {
    return {
      areas: 'AreasService',
      areasFrom: '../areas/areas.service.js',
      getArea: 'getArea',
      areasModuleImport: "import { AreasModule } from '../areas/areas.module.js';",
      moduleImports: 'imports: [AreasModule], ',
    };
  }
  return {
    areas: 'AreaReplica',
    areasFrom: '@lianxin/replicas',
    getArea: 'getByCode',
    areasModuleImport: '',
    moduleImports: '',
  };
}

function draftsOf(root: string, names: AggregateNames, values: Record<string, string>): Draft[] {
  const folders: Record<string, string> = {
    aggregate: `apps/${values.service}/src/${names.files}`,
    migration: `apps/${values.service}/src/migrations`,
    test: `apps/${values.service}/test`,
    contracts: 'libs/contracts/src',
  };
  return Object.entries(folders).flatMap(([folder, destination]) => {
    const templates = readdirSync(join(root, templateFolder, folder));
    return templates.map((template) => ({
      file: `${destination}/${filled(template.replace(/\.template$/, ''), values)}`,
      text: filled(readFileSync(join(root, templateFolder, folder, template), 'utf8'), values),
    }));
  });
}

/** Replaces `__type__` and the like; a placeholder that nobody knows is a mistake in the template. */
function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/__([a-zA-Z]+)__/g, (placeholder, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`No value for ${placeholder}`);
    return value;
  });
}

function registrationsOf(service: string, names: AggregateNames, timestamp: string): Registration[] {
  const { file, files, name, type, types } = names;
  const source = `apps/${service}/src`;
  const migration = `Create${types}${timestamp}`;
  return [
    {
      file: `${source}/app.module.ts`,
      line: `import { ${types}Module } from './${files}/${files}.module.js';`,
      array: 'imports: ',
      element: `${types}Module`,
    },
    {
      file: `${source}/data-source.ts`,
      line: `import { ${type} } from './${files}/${file}.entity.js';`,
      array: 'entities: ',
      element: type,
    },
    {
      file: `${source}/data-source.ts`,
      line: `import { ${migration} } from './migrations/${timestamp}-create-${files}.js';`,
      array: 'migrations: ',
      element: migration,
    },
    {
      file: `${source}/access-rules.ts`,
      line: `import { ${name}Rules } from './${files}/${file}.rules.js';`,
      array: ['const RULES = ', 'return '],
      element: `${name}Rules`,
    },
    { file: 'libs/contracts/src/index.ts', line: `export * from './${file}.events.js';` },
    {
      file: 'libs/contracts/src/catalogue.ts',
      line: `import * as ${name}Events from './${file}.events.js';`,
      array: 'const FILES = ',
      element: `${name}Events`,
    },
  ];
}

function changesOf(root: string, registrations: readonly Registration[]): Draft[] {
  const texts = new Map<string, string>();
  for (const registration of registrations) {
    const { file } = registration;
    const text = texts.get(file) ?? readFileSync(join(root, file), 'utf8');
    texts.set(file, register(text, registration));
  }
  return Array.from(texts, ([file, text]) => ({ file, text }));
}

async function writeFormatted(path: string, text: string): Promise<void> {
  const options = await resolveConfig(path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await format(text, { ...options, filepath: path }));
}
