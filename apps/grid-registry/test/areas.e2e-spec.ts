import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sqlStatements } from '@lianxin/service-kit';
import type { TestClient, TestService } from '@lianxin/testing';
import { seed, startGridRegistry } from './areas.fixture.js';

const AREA = `query ($code: String!) { area(code: $code) { id code name level committeeKind parent { code parent { code } } } }`;
const VILLAGES = `query ($code: String!, $first: Int!, $after: String) { areas(within: $code, level: VILLAGE, first: $first, after: $after) {
  edges { node { code name parent { name } } } pageInfo { hasNextPage endCursor } } }`;
const COUNTY = `query ($first: Int!) { area(code: "361104") { children(first: $first) { edges { node { code
  children(first: 100) { edges { node { code parent { code parent { code } } formerVersions { code } successors { code } } } } } } } } }`;

interface Page {
  areas: {
    edges: { node: { code: string; name: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}
interface Node {
  code: string;
  children: { edges: { node: Node }[] };
}

describe('areas', () => {
  let service: TestService;
  let anybody: TestClient;

  beforeAll(async () => {
    service = await startGridRegistry();
    anybody = service.client();
    await seed(service);
  });
  afterAll(() => service.stop());

  it('are read by anybody, with their level and parent', async () => {
    const { area } = await anybody.get<{ area: object }>(AREA, { code: '361104111001' });
    expect(area).toEqual({
      id: expect.stringMatching(/^\d+$/),
      code: '361104111001',
      name: '郑坊居民委员会',
      level: 'VILLAGE',
      committeeKind: 'RESIDENTS_COMMITTEE',
      parent: { code: '361104111', parent: { code: '361104' } },
    });
  });

  it('of 郑坊镇 are exactly the nine villages of the source document', async () => {
    const { areas } = await anybody.get<Page>(VILLAGES, { code: '361104111', first: 100 });
    expect(areas.edges.map(({ node }) => node.code + node.name)).toEqual([
      '361104111001郑坊居民委员会',
      '361104111200楼村村民委员会',
      '361104111201台湖村民委员会',
      '361104111202石峡村民委员会',
      '361104111203陈墩村民委员会',
      '361104111204洲村村民委员会',
      '361104111205枫林村民委员会',
      '361104111206钱墩村民委员会',
      '361104111207西山村民委员会',
    ]);
  });

  it('are paged through without losing or repeating one', async () => {
    const codes: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const { areas } = await anybody.get<Page>(VILLAGES, { code: '361104', first: 100, after });
      codes.push(...areas.edges.map(({ node }) => node.code));
      more = areas.pageInfo.hasNextPage;
      after = areas.pageInfo.endCursor;
    }
    expect(codes).toHaveLength(271);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  it('take as many SQL statements for 271 villages as for few', async () => {
    const statementsFor = async (first: number): Promise<{ villages: number; statements: number }> => {
      const before = (await sqlStatements.get()).values[0]?.value ?? 0;
      const { area } = await anybody.get<{ area: Node }>(COUNTY, { first });
      const statements = ((await sqlStatements.get()).values[0]?.value ?? 0) - before;
      return { villages: area.children.edges.flatMap(({ node }) => node.children.edges).length, statements };
    };
    const few = await statementsFor(2);
    const all = await statementsFor(24);
    expect(all.villages).toBe(271);
    expect(few.villages).toBeLessThan(60);
    expect(all.statements).toBe(few.statements);
  });

  it('are resolved by id for other services', async () => {
    const { area } = await anybody.get<{ area: { id: string } }>(AREA, { code: '361104111' });
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Area { code level } } }`;
    const of = [{ __typename: 'Area', id: area.id }];
    expect(await anybody.get(query, { of })).toEqual({
      _entities: [{ code: '361104111', level: 'TOWNSHIP' }],
    });
  });

  it.each(['', '3', '36110', '36110411100x', '361104111001001', ' 361104', '３６１１０４', "36'--"])(
    'refuse the malformed code "%s"',
    async (code) => {
      expect(await anybody.refusal(AREA, { code })).toBe('AREA_CODE_MALFORMED');
      expect(await anybody.refusal(VILLAGES, { code, first: 1 })).toBe('AREA_CODE_MALFORMED');
    },
  );

  it('refuse a code that no area has', async () => {
    expect(await anybody.refused(AREA, { code: '999999' })).toMatchObject({
      code: 'AREA_UNKNOWN',
      details: { areaCode: '999999' },
    });
  });

  it('refuse a cursor that is not ours, and a page that is too large', async () => {
    expect(await anybody.refusal(VILLAGES, { code: '361104', first: 5, after: 'MzYxMQ.x' })).toBe(
      'INVALID_CURSOR',
    );
    expect(await anybody.refusal(VILLAGES, { code: '361104', first: 101 })).toBe('PAGE_SIZE_OUT_OF_RANGE');
  });
});
