import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '../schemas/json-schema.js';

/** Schemas of whole messages, by event type. */
export type Schemas = ReadonlyMap<string, JsonSchema>;

/** What no reader acts upon. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  '$id',
  '$schema',
  'title',
  'description',
  'examples',
  'deprecated',
  '$comment',
]);
/** What is compared in a way of its own. */
const STRUCTURE = new Set(['properties', 'required', 'items', 'anyOf']);

/**
 * Every way in which `current` breaks what is published. A published version may gain optional fields and nothing else:
 * a narrower field refuses what journals hold, a wider one is parked by services that were not yet renewed.
 */
export function breakingChanges(published: Schemas, current: Schemas): string[] {
  return [...published].flatMap(([type, schema]) => {
    const now = current.get(type);
    if (!now) return [`${type} is defined no more: journals hold it, so it stays, with isRetired: true`];
    return changesWithin(schema, now, '').map((change) => `${type}: ${change}`);
  });
}

export const ADVICE =
  'A published version gains optional fields and nothing else. Leave it as it was and declare the next version beside it ' +
  '(version: 2), or make the new field optional: docs/events.md.';

function changesWithin(before: JsonSchema, after: JsonSchema, path: string): string[] {
  return [
    ...keywordChanges(before, after, path),
    ...propertyChanges(before, after, path),
    ...listChanges(before, after, path),
  ];
}

function keywordChanges(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const keywords = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keywords
    .filter((keyword) => !ANNOTATIONS.has(keyword) && !STRUCTURE.has(keyword))
    .filter((keyword) => !isDeepStrictEqual(before[keyword], after[keyword]))
    .map((keyword) => `${at(path)} ${changeOf(keyword, before[keyword], after[keyword])}`);
}

function changeOf(keyword: string, before: unknown, after: unknown): string {
  if (!Array.isArray(before) || !Array.isArray(after))
    return `${keyword} was ${told(before)} and is ${told(after)}`;
  const lost = before.filter((value) => !after.includes(value)).map((value) => `lost ${told(value)}`);
  const gained = after.filter((value) => !before.includes(value)).map((value) => `gained ${told(value)}`);
  return `${keyword} ${[...lost, ...gained].join(', ') || 'is in another order'}`;
}

function propertyChanges(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const old = before.properties ?? {};
  const now = after.properties ?? {};
  const isRequired = (schema: JsonSchema, name: string): boolean => schema.required?.includes(name) ?? false;
  const changesOf = (name: string, field: JsonSchema): string[] => {
    const place = path === '' ? name : `${path}.${name}`;
    const kept = now[name];
    if (!kept) return [`${place} is gone`];
    const [was, is] = [isRequired(before, name), isRequired(after, name)];
    const need = was === is ? [] : [`${place} was ${needed(was)} and is ${needed(is)}`];
    return [...need, ...changesWithin(field, kept, place)];
  };
  const added = Object.keys(now).filter((name) => !(name in old) && isRequired(after, name));
  return [
    ...Object.entries(old).flatMap(([name, field]) => changesOf(name, field)),
    ...added.map((name) => `${path === '' ? name : `${path}.${name}`} is new and required`),
  ];
}

function listChanges(before: JsonSchema, after: JsonSchema, path: string): string[] {
  return (['items', 'anyOf'] as const).flatMap((keyword) => {
    const [old, now] = [schemasOf(before[keyword]), schemasOf(after[keyword])];
    if (old.length !== now.length || Array.isArray(before[keyword]) !== Array.isArray(after[keyword]))
      return [`${at(path)} ${keyword} was ${told(before[keyword])} and is ${told(after[keyword])}`];
    return old.flatMap((each, index) => changesWithin(each, now[index] ?? {}, `${path}[${index}]`));
  });
}

const schemasOf = (value: JsonSchema | readonly JsonSchema[] | undefined): JsonSchema[] =>
  value === undefined ? [] : [value].flat();
const at = (path: string): string => (path === '' ? 'the message:' : `${path}:`);
const told = (value: unknown): string => (value === undefined ? 'not there' : JSON.stringify(value));
const needed = (isRequired: boolean): string => (isRequired ? 'required' : 'optional');
