import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { workspaceRoot } from '../platform/settings.js';
import { composeSupergraph, OWN_SUBGRAPH } from './compose-supergraph.js';
import { ownSubgraphFile, schemaFile, subgraphNames, supergraphFile } from './places.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key", "@shareable"])`;
const areas = {
  name: 'areas',
  sdl: `${LINK} type Query { area: Area } type Area @key(fields: "id") { id: ID! name: String }`,
};
const marks = { name: 'marks', sdl: `${LINK} type Area @key(fields: "id") { id: ID! mark: Int }` };

const committed = (file: string): string => readFileSync(resolve(workspaceRoot, file), 'utf8');

describe('the supergraph', () => {
  it('joins what several services know of one type', () => {
    const supergraph = composeSupergraph([areas, marks]);
    expect(supergraph).toMatch(/mark: Int @join__field\(graph: MARKS\)/);
    expect(supergraph).toMatch(/name: String @join__field\(graph: AREAS\)/);
  });

  it('holds no address of this machine', () => {
    expect(composeSupergraph([areas, marks])).not.toMatch(/127\.0\.0\.1|localhost/);
  });

  it('is refused with the reason when two services contradict each other', () => {
    const contradiction = { name: 'marks', sdl: marks.sdl.replace('mark: Int', 'name: Int') };
    expect(() => composeSupergraph([areas, contradiction])).toThrow(/Area\.name/);
  });

  it('is committed as the committed schemas compose', () => {
    const services = subgraphNames.map((name) => ({ name, sdl: committed(schemaFile(name)) }));
    const own = { name: OWN_SUBGRAPH, sdl: committed(ownSubgraphFile) };
    expect(committed(supergraphFile)).toBe(composeSupergraph([...services, own]));
  });
});
