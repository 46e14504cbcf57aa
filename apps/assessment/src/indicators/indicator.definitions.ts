/** The yearly indicators kept so far (domain: the village annual scheme). */
export const INDICATOR_CODES = ['O5', 'O6'] as const;
export const PART_CODES = ['ON_TIME', 'FOLLOWED_UP', 'SATISFIED'] as const;

export type IndicatorCode = (typeof INDICATOR_CODES)[number];
export type PartCode = (typeof PART_CODES)[number];

export interface PartDefinition {
  readonly code: PartCode;
  readonly numerator: string;
  readonly denominator: string;
  /** Whether a rate over few answers is withheld, by policy `indicator.minimum-sample`. */
  readonly needsSample: boolean;
}

export interface IndicatorDefinition {
  readonly code: IndicatorCode;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly ruleId: string;
  readonly parts: readonly PartDefinition[];
}

export const INDICATORS: readonly IndicatorDefinition[] = [
  {
    code: 'O5',
    nameEn: 'Done on time',
    nameZh: '按时办结',
    ruleId: 'S4-23',
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
    ruleId: 'S1-28',
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
