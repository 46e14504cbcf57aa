import { definePolicy, type PolicyDefinition } from '../define-policy.js';
import { band } from '../policy-shape.js';

const since = '2020-01-01';
const editors: PolicyDefinition['overridableBy'] = [
  { role: 'POLICY_EDITOR', levels: ['COUNTY', 'TOWNSHIP'] },
];

/** How large a grid may be. */
export const gridPolicies = [
  definePolicy({
    key: 'grid.households.rural',
    unit: 'households',
    shape: band,
    // The rule says "about 50"; how far "about" reaches is ours.
    defaults: [{ from: since, value: { min: 30, max: 70 } }],
    source: 'S1-01',
    serves: ['S1-01'],
    binds: 'VILLAGERS_COMMITTEE',
    overridableBy: editors,
    floor: { min: 5, max: 20 },
    ceiling: { min: 100, max: 300 },
    description: {
      en: 'Households in a rural grid: one villager group, about 50.',
      zh: '农村网格的户数：以自然村、村民小组为单位，约50户。',
    },
  }),
  definePolicy({
    key: 'grid.households.urban',
    unit: 'households',
    shape: band,
    defaults: [{ from: since, value: { min: 300, max: 500 } }],
    source: 'S1-02',
    serves: ['S1-02', 'S4-20'],
    binds: 'RESIDENTS_COMMITTEE',
    overridableBy: editors,
    floor: { min: 100, max: 200 },
    ceiling: { min: 500, max: 1000 },
    description: {
      en: 'Households in an urban grid: compounds or buildings, 300 to 500.',
      zh: '城市网格的户数：以小区、楼栋为单位，300至500户。',
    },
  }),
] as const;
