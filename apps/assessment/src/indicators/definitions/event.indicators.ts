import type { IndicatorDefinition } from '../indicator.definitions.js';

/** From grid-registry's grid events. */
export const EVENT_INDICATORS: readonly IndicatorDefinition[] = [
  {
    code: 'O5',
    nameEn: 'Done on time',
    nameZh: '按时办结',
    ruleIds: ['S4-23'],
    parts: [
      {
        code: 'ON_TIME',
        numerator:
          'Events reported done by their deadline and not found undone since, or settled on the spot.',
        denominator:
          'Events whose deadline falls in the year and that are done, or open past their deadline.',
        needsSample: false,
      },
    ],
  },
  {
    code: 'O6',
    nameEn: 'Follow-up and satisfaction',
    nameZh: '回访满意',
    ruleIds: ['S1-28'],
    parts: [
      {
        code: 'FOLLOWED_UP',
        numerator: 'Of these, events whose reporter the county centre has followed up, reached or not.',
        denominator:
          'Events found done by somebody else than their handler, or settled on the spot, in the year.',
        needsSample: false,
      },
      {
        code: 'SATISFIED',
        numerator: 'Of these, events whose reporter is satisfied.',
        denominator: 'Events resolved in the year whose reporter was reached and answered.',
        needsSample: true,
      },
    ],
  },
];
