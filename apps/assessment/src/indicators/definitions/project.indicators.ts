import type { IndicatorDefinition, PartDefinition } from '../indicator.definitions.js';

const part = (
  code: PartDefinition['code'],
  numerator: string,
  denominator: string,
  needsSample = false,
): PartDefinition => ({ code, numerator, denominator, needsSample });

/** From micro-project's needs, plans, projects and audits. */
export const PROJECT_INDICATORS: readonly IndicatorDefinition[] = [
  {
    code: 'M1',
    nameEn: 'Monthly discussion',
    nameZh: '月度研究',
    ruleIds: ['S0-09'],
    parts: [
      part(
        'DISCUSSED_MONTHLY',
        'Of these, months in which the two committees discussed the needs collected, by the day of the meeting.',
        'Months of the year that have begun, of each village that takes part.',
      ),
    ],
  },
  {
    code: 'M2',
    nameEn: 'Plan done',
    nameZh: '计划完成',
    ruleIds: ['S0-04', 'S0-05'],
    parts: [
      part(
        'PLAN_DONE',
        'Of these, items whose project is closed, in whatever year.',
        "Items named in the village's approved plan of the year, in its latest version.",
      ),
    ],
  },
  {
    code: 'M3',
    nameEn: 'Procedure',
    nameZh: '程序合规',
    ruleIds: ['S0-11', 'S0-12', 'S0-13', 'S0-14', 'S0-15', 'S0-21'],
    parts: [
      part(
        'PROCEDURE',
        'Of these, projects decided by a competent body and filed where that is asked for, with a notice that ended before the ' +
          'start, within their budget; or begun in an emergency, confirmed in time and put in order since.',
        'Projects begun in the year, in an emergency or not.',
      ),
    ],
  },
  {
    code: 'M4',
    nameEn: 'Accepted and evaluated',
    nameZh: '验收评价',
    ruleIds: ['S0-18', 'S0-20'],
    parts: [
      part(
        'ACCEPTED_AND_EVALUATED',
        'Of these, projects accepted with their proposer present, and after that evaluated by residents.',
        'Projects completed in the year, whose completion no failed acceptance has taken back.',
      ),
    ],
  },
  {
    code: 'M5',
    nameEn: 'Archive and audit',
    nameZh: '归档审计',
    ruleIds: ['S0-24', 'S0-25'],
    parts: [
      part(
        'ARCHIVE_COMPLETE',
        'Of these, projects closed with a complete archive.',
        'Projects whose audit was published in the year.',
      ),
      part(
        'SPECIAL_AUDIT',
        'Of these, villages that a special audit of the year has covered (S0-25).',
        'Villages that take part, once the year has begun.',
      ),
    ],
  },
  {
    code: 'M6',
    nameEn: 'Satisfaction with projects',
    nameZh: '项目满意度',
    ruleIds: ['S0-20'],
    parts: [
      part(
        'PROJECT_SATISFACTION',
        'Of these, answers that are satisfied.',
        'Answers in the surveys closed in the year, but for surveys with fewer answers than they ask for themselves.',
        true,
      ),
    ],
  },
];
