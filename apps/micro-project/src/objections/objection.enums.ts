import { registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import { RULING_LEVELS } from '../projects/ruling-level.js';

export const OBJECTION_STATES = ['OPEN', 'DISMISSED', 'UPHELD', 'WITHDRAWN'] as const;
export type ObjectionState = (typeof OBJECTION_STATES)[number];

export const ObjectionStateEnum = enumOf(OBJECTION_STATES);
registerEnumType(ObjectionStateEnum, {
  name: 'ObjectionState',
  description: 'Where an objection stands (异议状态).',
  valuesMap: {
    OPEN: { description: 'Waits for a ruling (待裁定).' },
    DISMISSED: { description: 'The level above found that it does not hold (不成立).' },
    UPHELD: { description: 'The level above found that it holds: the project is written anew (成立).' },
    WITHDRAWN: { description: 'Whoever raised it took it back (已撤回).' },
  },
});

export const RulingLevelEnum = enumOf(RULING_LEVELS);
registerEnumType(RulingLevelEnum, {
  name: 'RulingLevel',
  description:
    'Which level rules on an objection (裁定层级): the one above those who decided or lead the project.',
  valuesMap: {
    TOWNSHIP: { description: 'The township, about the village (乡镇、街道).' },
    COUNTY: {
      description: 'The county, about what the township or the county itself decided or leads (区、县).',
    },
  },
});
