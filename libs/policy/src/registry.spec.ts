import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { definePolicy } from './define-policy.js';
import { wholeNumber } from './policy-shape.js';
import { policyRegistry } from './registry.js';

const rulesDocument = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
const rulesInUse = new Set(Array.from(rulesDocument.matchAll(/^\| (S\d-\d\d) \|/gm), ([, id]) => id));

describe('the registered policies', () => {
  it('have keys of their own', () => {
    const keys = policyRegistry.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => !/^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+$/.test(key))).toEqual([]);
  });

  it.each(policyRegistry.map((policy) => [policy.key, policy] as const))(
    '%s cites known rules',
    (_key, policy) => {
      const cited = policy.source === 'ours' ? policy.serves : [policy.source, ...policy.serves];
      expect(cited.filter((id) => !rulesInUse.has(id))).toEqual([]);
    },
  );

  it.each(policyRegistry.map((policy) => [policy.key, policy] as const))(
    '%s is described and bounded',
    (_key, policy) => {
      expect(policy.description.en).toMatch(/\.$/);
      expect(policy.description.zh).toMatch(/。$/);
      expect(policy.shape.schema.safeParse(policy.floor).success).toBe(true);
      expect(policy.shape.schema.safeParse(policy.ceiling).success).toBe(true);
    },
  );
});

describe('definePolicy', () => {
  const sound = {
    key: 'some.number',
    unit: 'things',
    shape: wholeNumber,
    source: 'ours',
    serves: [],
    binds: 'BOTH',
    overridableBy: [],
    floor: 1,
    ceiling: 9,
    description: { en: 'Some.', zh: '若干。' },
  } as const;
  const defaultsOf = (...values: [string, number][]) => values.map(([from, value]) => ({ from, value }));

  it.each([
    ['no default', [], 'no default'],
    ['defaults out of order', defaultsOf(['2026-01-01', 1], ['2025-01-01', 2]), 'not oldest first'],
    ['a malformed default', defaultsOf(['2026-01-01', 1.5]), 'malformed default'],
    ['a default below the floor', defaultsOf(['2026-01-01', 0]), 'out of bounds'],
  ])('refuses %s', (_case, defaults, message) => {
    expect(() => definePolicy({ ...sound, defaults })).toThrow(message);
  });
});
