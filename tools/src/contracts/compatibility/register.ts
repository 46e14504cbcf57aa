import { canonicalJson } from '@lianxin/service-kit';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { workspaceRoot } from '../../platform/settings.js';
import { registerFile, schemaFileOf } from '../places.js';
import type { JsonSchema } from '../schemas/json-schema.js';
import { ANNOTATIONS, type Schemas } from './compatibility.js';

const registerSchema = z.record(
  z.string(),
  z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .min(1)
    .readonly(),
);

/** Each event version ever published: the digest of its first publication, then one for each compatible addition. */
export type Register = Readonly<Record<string, readonly string[]>>;

/** @throws ZodError or SyntaxError when the text is no register */
export const parseRegister = (text: string): Register => registerSchema.parse(JSON.parse(text));

/** @throws Error when the register is gone: an empty one would take anything for a first publication */
export function registerInFolder(root = workspaceRoot): Register {
  const file = resolve(root, registerFile);
  if (!existsSync(file)) throw new Error(`${registerFile} is missing: ${restoreAdvice(registerFile)}`);
  return parseRegister(readFileSync(file, 'utf8'));
}

/** SHA-256 of what binds in a schema; descriptions, examples and the order of fields are free. */
export const digestOf = (schema: JsonSchema): string =>
  createHash('sha256')
    .update(canonicalJson(bindingPartOf(schema)))
    .digest('hex');

function bindingPartOf(schema: JsonSchema): Record<string, unknown> {
  const { properties, required, items, anyOf, ...rest } = schema;
  const inside = (each: JsonSchema | readonly JsonSchema[]): unknown =>
    isList(each) ? each.map(bindingPartOf) : bindingPartOf(each);
  const fields = Object.entries(properties ?? {}).map(
    ([name, field]) => [name, bindingPartOf(field)] as const,
  );
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([keyword]) => !ANNOTATIONS.has(keyword))),
    ...(properties && { properties: Object.fromEntries(fields) }),
    ...(required && { required: [...required].sort() }),
    ...(items && { items: inside(items) }),
    ...(anyOf && { anyOf: inside(anyOf) }),
  };
}

const isList = (value: JsonSchema | readonly JsonSchema[]): value is readonly JsonSchema[] =>
  Array.isArray(value);

/** The register with what `current` adds to it; the caller has compared `current` with what is published. */
export function registered(register: Register, current: Schemas): Register {
  const added = [...current].map(([type, schema]) => {
    const [digests, digest] = [register[type] ?? [], digestOf(schema)];
    return [type, digests.at(-1) === digest ? digests : [...digests, digest]] as const;
  });
  const whole = { ...register, ...Object.fromEntries(added) };
  return Object.fromEntries(Object.entries(whole).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where the schemas in the folder are not what was last published: a file that is gone, or that was rewritten. */
export function foreignToRegister(register: Register, inFolder: Schemas): string[] {
  return Object.entries(register).flatMap(([type, digests]) => {
    const [file, schema] = [schemaFileOf(type), inFolder.get(type)];
    if (!schema) return [`${file} is missing, though ${type} was published: ${restoreAdvice(file)}`];
    if (digestOf(schema) === digests.at(-1)) return [];
    return [`${file} is not what was published last: ${restoreAdvice(file)}`];
  });
}

/** Where `now` is not `before` with something added. */
export function takenFromRegister(before: Register, now: Register): string[] {
  return Object.entries(before).flatMap(([type, digests]) => {
    const kept = now[type] ?? [];
    if (digests.every((digest, index) => kept[index] === digest)) return [];
    return [
      `${type}: ${registerFile} lost or changed what it said of it: it is added to, and never rewritten`,
    ];
  });
}

const restoreAdvice = (file: string): string =>
  `restore it from history (git log -- ${file}; git checkout <commit> -- ${file}), then npm run contracts:write`;
