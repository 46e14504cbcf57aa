import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { startGridRegistry } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

/** What every subgraph answers besides. */
const FEDERATION = /^(Query\._|_Service\.|link__)/;

/** `Type.field` of everything that a schema declares. */
function fieldsOf(sdl: string): string[] {
  const fields = parse(sdl).definitions.flatMap((definition) => {
    if (!('name' in definition) || !definition.name) return [];
    const { value: type } = definition.name;
    const members =
      'fields' in definition ? definition.fields : 'values' in definition ? definition.values : [];
    return (members ?? []).map(({ name }) => `${type}.${name.value}`);
  });
  return [...new Set(fields)].filter((field) => !FEDERATION.test(field)).sort();
}

describe('the committed schema', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  it('has every field that the service answers, and no other: no resolver is forgotten in schema.ts', async () => {
    const { _service } = await place.county.get<{ _service: { sdl: string } }>('{ _service { sdl } }');
    const committed = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');
    expect(fieldsOf(committed)).toEqual(fieldsOf(_service.sdl));
  });
});
