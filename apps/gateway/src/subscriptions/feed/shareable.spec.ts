import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, isObjectType, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { isShareable, SHAREABLE } from './shareable.js';

describe('what is the same for everybody who may see a change', () => {
  let schema: GraphQLSchema;

  beforeAll(() => {
    const supergraph = readFileSync(new URL('../../../supergraph.graphql', import.meta.url), 'utf8');
    schema = buildSchema(supergraph, { assumeValidSDL: true });
  });

  const ask = (selection: string): boolean =>
    isShareable(schema, parse(`{ gridEventFeed(areaCode: "1") { changes { ${selection} } audience } }`));

  it('is named as the graph has it', () => {
    for (const [name, fields] of Object.entries(SHAREABLE)) {
      const type = schema.getType(name);
      if (!isObjectType(type)) throw new Error(`${name} is no type of the graph`);
      expect(fields.filter((field) => !(field in type.getFields()))).toEqual([]);
    }
  });

  it.each([
    [
      'an event with its places and department',
      'at gridEvent { id state area { code name } grid { name } department { name } }',
      true,
    ],
    ['fragments', 'gridEvent { ...on GridEvent { __typename dueAt } }', true],
    ['the follow-up, which its reporter sees', 'gridEvent { id followUp { isSatisfied } }', false],
    ['what leads on to other events', 'gridEvent { area { gridEvents { edges { node { id } } } } }', false],
    [
      'the same in a fragment',
      'gridEvent { ...on GridEvent { area { ...on Area { gridEvents { edges { cursor } } } } } }',
      false,
    ],
    [
      'counts',
      'gridEvent { area { gridEventStatistics(from: "2026-01-01", to: "2026-02-01") { total } } }',
      false,
    ],
    ['a field that nobody has looked at yet', 'gridEvent { id history { role } }', false],
  ])('judges %s', (_what, selection, isSo) => {
    expect(ask(selection)).toBe(isSo);
  });
});
