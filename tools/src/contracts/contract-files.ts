import { EVENTS } from '@lianxin/contracts';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format } from 'prettier';
import { gateway, services } from '../platform/services.js';
import { workspaceRoot } from '../platform/settings.js';
import { asyncApiOf } from './async-api.js';
import { registered, registerInFolder } from './compatibility/register.js';
import { asyncApiFile, registerFile, schemaFileOf } from './places.js';
import { publishedSchemaOf } from './schemas/published-schema.js';

export interface ContractFile {
  /** Relative to the workspace. */
  readonly file: string;
  readonly content: string;
}

/** The contracts of all events as the code defines them, ready to be committed; the register last, since it speaks of the rest. */
export async function contractFiles(): Promise<ContractFile[]> {
  const events = [...EVENTS.values()];
  const manifest = readFileSync(resolve(workspaceRoot, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const schemas = new Map(events.map((event) => [event.type, publishedSchemaOf(event)]));
  return Promise.all([
    ...[...schemas].map(([type, schema]) => formatted(schemaFileOf(type), schema)),
    formatted(asyncApiFile, asyncApiOf(events, [...services, gateway], version)),
    formatted(registerFile, registered(registerInFolder(), schemas)),
  ]);
}

async function formatted(file: string, value: unknown): Promise<ContractFile> {
  return { file, content: await format(JSON.stringify(value), { parser: 'json', printWidth: 110 }) };
}
