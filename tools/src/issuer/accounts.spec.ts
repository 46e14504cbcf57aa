import { describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../platform/settings.js';
import { demonstrationAccounts } from './accounts.js';

const villageDigits = 12;
const seed = readFileSync(join(workspaceRoot, 'apps/grid-registry/seed/361104-guangxin.csv'), 'utf8');
const areas = new Set(seed.split('\n').map((line) => line.split(',')[0]));

describe('the demonstration accounts', () => {
  it('hold posts that exist, for areas of the seed', () => {
    for (const { account, posts } of demonstrationAccounts) {
      for (const { role, areaCode = '' } of posts) {
        expect({ account, isRole: Object.keys(Role).includes(role) }).toEqual({ account, isRole: true });
        expect({ account, isKnown: areas.has(areaCode.slice(0, villageDigits)) }).toEqual({
          account,
          isKnown: true,
        });
      }
    }
  });

  it('are told apart by name and subject', () => {
    const { length } = demonstrationAccounts;
    expect(new Set(demonstrationAccounts.map(({ account }) => account)).size).toBe(length);
    expect(new Set(demonstrationAccounts.map(({ subject }) => subject)).size).toBe(length);
  });
});
