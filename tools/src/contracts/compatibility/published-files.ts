import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { workspaceRoot } from '../../platform/settings.js';
import type { Schemas } from './compatibility.js';
import type { JsonSchema } from '../schemas/json-schema.js';
import { schemasFolder } from '../places.js';

/** The schemas that are published, as they lie in the folder. */
export function publishedInFolder(folder = resolve(workspaceRoot, schemasFolder)): Schemas {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return schemasOf(files, (name) => readFileSync(resolve(folder, name), 'utf8'));
}

/**
 * The schemas as another state of the repository publishes them, such as `origin/main`: what nobody can get around by
 * changing a schema by hand together with the code.
 * @throws Error when git knows no such state
 */
export function publishedAt(reference: string, root = workspaceRoot): Schemas {
  if (!/^[\w./@^~-]+$/.test(reference) || reference.startsWith('-'))
    throw new Error(`${reference} is no name of a commit`);
  const listed = git(root, 'ls-tree', '--name-only', reference, `${schemasFolder}/`).split('\n');
  const files = listed.filter((name) => name.endsWith('.json'));
  return schemasOf(files, (name) => git(root, 'show', `${reference}:${name}`));
}

/** A file as another state of the repository holds it; undefined when it does not. */
export function fileAt(reference: string, file: string, root = workspaceRoot): string | undefined {
  const isThere = git(root, 'ls-tree', '--name-only', reference, '--', file).trim() !== '';
  return isThere ? git(root, 'show', `${reference}:${file}`) : undefined;
}

function schemasOf(files: readonly string[], textOf: (file: string) => string): Schemas {
  return new Map(files.map((file) => [basename(file, '.json'), JSON.parse(textOf(file)) as JsonSchema]));
}

/** @throws Error when git is not there, refuses, or takes half a minute */
export const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 30_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
