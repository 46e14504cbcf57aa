import { EVENT_INDICATORS } from './definitions/event.indicators.js';
import { PROJECT_INDICATORS } from './definitions/project.indicators.js';

/** Counted from the standings of grid events. */
export const EVENT_PARTS = ['ON_TIME', 'FOLLOWED_UP', 'SATISFIED'] as const;
/** Counted from the standings of micro-projects. */
export const PROJECT_PARTS = [
  'PROCEDURE',
  'ACCEPTED_AND_EVALUATED',
  'ARCHIVE_COMPLETE',
  'PROJECT_SATISFACTION',
] as const;
/** What the calendar asks of every village that takes part, so that time alone makes it due. */
export const DUTY_PARTS = ['DISCUSSED_MONTHLY', 'SPECIAL_AUDIT'] as const;

/** The yearly indicators kept so far (domain: the village annual scheme). */
export const INDICATOR_CODES = ['O5', 'O6', 'M1', 'M2', 'M3', 'M4', 'M5', 'M6'] as const;
export const PART_CODES = [...EVENT_PARTS, ...DUTY_PARTS, 'PLAN_DONE', ...PROJECT_PARTS] as const;

export type EventPart = (typeof EVENT_PARTS)[number];
export type ProjectPart = (typeof PROJECT_PARTS)[number];
export type DutyPart = (typeof DUTY_PARTS)[number];
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
  readonly ruleIds: readonly [string, ...string[]];
  readonly parts: readonly PartDefinition[];
}

export const INDICATORS: readonly IndicatorDefinition[] = [...EVENT_INDICATORS, ...PROJECT_INDICATORS];
