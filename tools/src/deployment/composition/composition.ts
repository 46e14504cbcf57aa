import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { workspaceRoot } from '../../platform/settings.js';

export interface ComposedService {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: object;
  readonly restart: string;
  readonly privileged?: boolean;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
}

export interface Composition {
  readonly services: Readonly<Record<string, ComposedService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export const compositionFile = resolve(workspaceRoot, 'docker-compose.yml');

const REQUIRED = /\$\{([A-Z_]+):\?\}/g;

/** The variables that the composition asks for, each once. */
export function variablesAskedFor(): string[] {
  const text = readFileSync(compositionFile, 'utf8');
  return [...new Set([...text.matchAll(REQUIRED)].map(([, name = '']) => name))].sort();
}

/**
 * The composition with its variables filled in, as Compose itself does it for the one form used: `${NAME:?}`.
 * @throws Error on any other form, and on a variable without a value
 */
export function readComposition(values: Readonly<Record<string, string>>): Composition {
  const filled = readFileSync(compositionFile, 'utf8').replace(REQUIRED, (_match, name: string) => {
    const value = values[name];
    if (!value) throw new Error(`${name} has no value`);
    return value;
  });
  if (/(?<!\$)\$(?!\$)[A-Za-z{]/.test(filled.replaceAll('$$', '')))
    throw new Error('the composition asks for a variable in a form that is not checked');
  return parse(filled.replaceAll('$$', '$'), { merge: true }) as Composition;
}
