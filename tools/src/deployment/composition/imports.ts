import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { workspaceRoot } from '../../platform/settings.js';

export interface Imports {
  /** Packages of npm. */
  readonly packages: string[];
  /** Libraries of this workspace, by folder. */
  readonly libraries: string[];
  /** Files of this workspace, relative to it. */
  readonly files: string[];
}

/** Imports that are gone after a build are types alone. */
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?!type\b)[^'";]*?from\s+'([^']+)'|(?:^|\n)import\s+'([^']+)'|import\(\s*'([^']+)'/g;
const LIBRARY = /^@lianxin\/(.+)$/;

/** Everything that an entry point needs when it runs, followed through its own files and the workspace's libraries. */
export function importsOf(entry: string): Imports {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const libraries = new Set<string>();
  const follow = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const specifier of specifiersIn(file)) {
      const library = LIBRARY.exec(specifier)?.[1];
      if (library) libraries.add(library);
      if (library) follow(resolve(workspaceRoot, 'libs', library, 'src/index.ts'));
      else if (specifier.startsWith('.')) follow(sourceOf(resolve(dirname(file), specifier)));
      else if (!isBuiltin(specifier)) packages.add(packageOf(specifier));
    }
  };
  follow(entry);
  const files = [...seen].map((file) => relative(workspaceRoot, file));
  return { packages: [...packages].sort(), libraries: [...libraries].sort(), files };
}

function specifiersIn(file: string): string[] {
  if (!existsSync(file)) throw new Error(`${file} is imported and does not exist`);
  const found = [...readFileSync(file, 'utf8').matchAll(IMPORT)];
  return found.flatMap((match) => match.slice(1).filter((specifier) => specifier !== undefined));
}

const sourceOf = (path: string): string => path.replace(/\.js$/, '.ts');

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
