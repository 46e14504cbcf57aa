import { EVENTS } from '@lianxin/contracts';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format } from 'prettier';
import { gateway, services } from '../platform/services.js';
import { workspaceRoot } from '../platform/settings.js';
import { asyncApiOf } from './async-api.js';
import { asyncApiFile, schemaFileOf } from './places.js';
import { publishedSchemaOf } from './schemas/published-schema.js';

export interface ContractFile {
  /** Relative to the workspace. */
  readonly file: string;
  readonly content: string;
}

/** The contracts of all events as the code defines them, ready to be committed. */
export async function contractFiles(): Promise<ContractFile[]> {
  const events = [...EVENTS.values()];
  const manifest = readFileSync(resolve(workspaceRoot, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return Promise.all([
    ...events.map((event) => formatted(schemaFileOf(event.type), publishedSchemaOf(event))),
    formatted(asyncApiFile, asyncApiOf(events, [...services, gateway], version)),
  ]);
}

async function formatted(file: string, value: unknown): Promise<ContractFile> {
  return { file, content: await format(JSON.stringify(value), { parser: 'json', printWidth: 110 }) };
}
