import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asSuperuser, createTestDatabase } from '@lianxin/testing';
import type { TestDatabase } from '@lianxin/testing';
import fc from 'fast-check';
import { Client } from 'pg';
import { Access } from './access.js';
import { AccessRules } from './access-rules.js';
import type { AccessRule, Conditions } from './access-rules.js';
import { Actor } from './identity/actor.js';
import type { Grant } from './grants/grant.js';
import { Role } from './grants/role.js';
import { SqlParameters } from './sql-filter.js';
import { multirangeOf, ROW_LEVEL, subtreeOf } from './subtree.js';

const ORIGIN = { correlationId: 'test-correlation' };
const LIST = {
  action: 'read',
  subject: 'Thing',
  columns: { areaCode: 't.area_code', level: 't.level', owner: 't.owner' },
};

/** Each grant's rules are those the test gave it by id. */
class GivenRules extends AccessRules {
  constructor(private readonly rules: ReadonlyMap<string, readonly AccessRule[]>) {
    super();
  }
  rulesOf(grant: Grant): readonly AccessRule[] {
    return this.rules.get(grant.id) ?? [];
  }
}

interface Thing {
  readonly areaCode: string | null;
  readonly level: string | null;
  readonly owner: string | null;
}

const codes = fc.constantFrom(
  '36',
  '3611',
  '361104',
  '361104111',
  '361104111001',
  '361104111001001',
  '361104112',
  '361104111010',
);
const levels = fc.constantFrom('GRID', 'VILLAGE', 'COUNTY');
const owners = fc.constantFrom('a', 'b', `o'c`);
const things: fc.Arbitrary<Thing[]> = fc.array(
  fc.record({ areaCode: fc.option(codes), level: fc.option(levels), owner: fc.option(owners) }),
  { minLength: 1, maxLength: 30 },
);
const range = fc
  .oneof(codes.map(subtreeOf), fc.record({ from: codes, to: codes }))
  .map(({ from, to }) => ({ $gte: from, $lt: to }));
const conditions: fc.Arbitrary<Conditions> = fc.record(
  {
    areaCode: range,
    level: fc.oneof(
      levels,
      fc.uniqueArray(levels).map(($in) => ({ $in })),
    ),
    owner: owners,
  },
  { requiredKeys: [] },
);
const rule: fc.Arbitrary<AccessRule> = fc.record(
  { action: fc.constantFrom('read', 'change'), subject: fc.constantFrom('Thing', 'Other'), conditions },
  { requiredKeys: ['action', 'subject'] },
);
const posts = fc.array(fc.array(rule, { maxLength: 4 }), { maxLength: 3 });

const grantOf = (id: string): Grant => ({
  id,
  role: Role.VILLAGE_OFFICER,
  areaCode: '36',
  departmentId: null,
});

function accessOf(rules: readonly (readonly AccessRule[])[]): { access: Access; actor: Actor } {
  const byGrant = new Map(rules.map((own, index) => [String(index), own]));
  return {
    access: new Access(new GivenRules(byGrant)),
    actor: Actor.person('subject', [...byGrant.keys()].map(grantOf), ORIGIN),
  };
}

describe('access', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await createTestDatabase('access', () => Promise.resolve());
    client = new Client({ connectionString: database.superuserUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('lists just what may be seen one by one, whatever the posts, rules and things', async () => {
    await fc.assert(
      fc.asyncProperty(posts, things, async (rules, all) => {
        const { access, actor } = accessOf(rules);
        const parameters = new SqlParameters();
        const rows = parameters.add(
          JSON.stringify(
            all.map(({ areaCode, level, owner }, n) => ({ n, area_code: areaCode, level, owner })),
          ),
        );
        const { rows: listed } = await client.query<{ n: number }>(
          `SELECT t.n FROM jsonb_to_recordset(${rows}::jsonb) AS t (n integer, area_code text COLLATE "C", level text, owner text)
            WHERE ${access.filter(actor, LIST, parameters)} ORDER BY t.n`,
          parameters.values,
        );
        const seen = all.flatMap((thing, n) => (access.findGrant(actor, 'read', 'Thing', thing) ? [n] : []));
        expect(listed.map(({ n }) => n)).toEqual(seen);
      }),
      { numRuns: 300 },
    );
  });

  it('could do what it may do to some thing, and nothing else', () => {
    fc.assert(
      fc.property(posts, things, (rules, all) => {
        const { access, actor } = accessOf(rules);
        const mayDoIt = all.some((thing) => access.findGrant(actor, 'change', 'Thing', thing));
        if (mayDoIt) expect(access.couldDo(actor, 'change', 'Thing')).toBe(true);
        const isNamed = rules
          .flat()
          .some(({ action, subject }) => action === 'change' && subject === 'Thing');
        expect(access.couldDo(actor, 'change', 'Thing')).toBe(isNamed);
      }),
    );
  });

  it('acts under the first post that allows it, and refuses with what was asked', () => {
    const inVillage = { action: 'read', subject: 'Thing', conditions: { level: 'VILLAGE' } };
    const { access, actor } = accessOf([[], [inVillage], [inVillage]]);
    const thing = { areaCode: null, owner: null };
    expect(access.require(actor, 'read', 'Thing', { ...thing, level: 'VILLAGE' }).id).toBe('1');
    const refusal = expect.objectContaining({
      code: 'FORBIDDEN',
      details: { action: 'read', subject: 'Thing' },
    });
    expect(() => access.require(actor, 'read', 'Thing', { ...thing, level: 'GRID' })).toThrow(refusal);
  });

  it('shows nothing to who has no rule, and fails rather than leave a rule out of a list', () => {
    const { access, actor } = accessOf([[]]);
    expect(access.filter(actor, LIST, new SqlParameters())).toBe('false');
    const unmapped = accessOf([[{ action: 'read', subject: 'Thing', conditions: { colour: 'red' } }]]);
    expect(() => unmapped.access.filter(unmapped.actor, LIST, new SqlParameters())).toThrow('colour');
  });

  it('leaves rules out of a list that compare what the list asks to leave out', () => {
    const owned = { action: 'read', subject: 'Thing', conditions: { owner: 'a' } };
    const inVillages = { action: 'read', subject: 'Thing', conditions: { level: 'VILLAGE' } };
    const both = accessOf([[owned, inVillages]]);
    const list = { ...LIST, leftOut: ['owner'] };
    expect(both.access.filter(both.actor, list, new SqlParameters())).toBe('((t.level = $1))');
    const one = accessOf([[owned]]);
    expect(one.access.filter(one.actor, list, new SqlParameters())).toBe('false');
  });

  it('takes a subtree to be the codes that begin with its own, in memory and in the database alike', async () => {
    await asSuperuser(database.superuserUrl, (setUp) =>
      setUp.query(`CREATE TYPE code_range AS RANGE (subtype = text, collation = "C")`),
    );
    const digits = fc.stringMatching(/^\d{2,15}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(digits, { maxLength: 4 }),
        fc.array(fc.oneof(digits, codes), { minLength: 1 }),
        async (granted, asked) => {
          const subtrees = [...granted, ...asked.slice(0, 1).map((code) => code.slice(0, -1))];
          const expected = asked.filter((code) => subtrees.some((subtree) => code.startsWith(subtree)));
          const inMemory = asked.filter((code) =>
            subtrees.map(subtreeOf).some(({ from, to }) => code >= from && code < to),
          );
          await client.query(`SELECT set_config('app.areas', $1, false)`, [multirangeOf(subtrees)]);
          const { rows } = await client.query<{ code: string }>(
            `SELECT code FROM unnest($1::text[]) WITH ORDINALITY AS c (code, n) WHERE code <@ ${ROW_LEVEL.areas} ORDER BY n`,
            [asked],
          );
          expect([inMemory, rows.map(({ code }) => code)]).toEqual([expected, expected]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
