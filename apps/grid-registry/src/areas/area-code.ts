import { AREA_LEVELS } from '@lianxin/contracts';
import type { COMMITTEE_KINDS } from '@lianxin/contracts';
import { MalformedAreaCodeError } from './area.errors.js';

export type AreaLevel = (typeof AREA_LEVELS)[number];
export type CommitteeKind = (typeof COMMITTEE_KINDS)[number];

/** Digits of a code at each level; every code starts with its parent's. */
export const CODE_LENGTHS: Readonly<Record<AreaLevel, number>> = {
  PROVINCE: 2,
  CITY: 4,
  COUNTY: 6,
  TOWNSHIP: 9,
  VILLAGE: 12,
};

const UPPER: Readonly<Record<AreaLevel, AreaLevel | null>> = {
  PROVINCE: null,
  CITY: 'PROVINCE',
  COUNTY: 'CITY',
  TOWNSHIP: 'COUNTY',
  VILLAGE: 'TOWNSHIP',
};

const LOWER: Readonly<Record<AreaLevel, AreaLevel | null>> = {
  PROVINCE: 'CITY',
  CITY: 'COUNTY',
  COUNTY: 'TOWNSHIP',
  TOWNSHIP: 'VILLAGE',
  VILLAGE: null,
};

const LEVEL_BY_LENGTH = new Map(AREA_LEVELS.map((level) => [CODE_LENGTHS[level], level]));
const DIGITS = /^[0-9]+$/;

/** @returns null when this is not the code of an area */
export function findAreaLevel(code: string): AreaLevel | null {
  return DIGITS.test(code) ? (LEVEL_BY_LENGTH.get(code.length) ?? null) : null;
}

/** @throws MalformedAreaCodeError */
export function areaLevelOf(code: string): AreaLevel {
  const level = findAreaLevel(code);
  if (!level) throw new MalformedAreaCodeError(code.length);
  return level;
}

/** @returns the code of the area one level up, or null for a province */
export function parentCodeOf(code: string, level: AreaLevel): string | null {
  const upper = UPPER[level];
  return upper && code.slice(0, CODE_LENGTHS[upper]);
}

export const lowerLevelOf = (level: AreaLevel): AreaLevel | null => LOWER[level];

/**
 * Whose committee runs a village: 001–199 are residents' committees and 200–399 villagers' committees; other numbers
 * (enterprises' communities and the like) are told by their names.
 * @returns null when neither tells, and for every area above the village
 */
export function committeeKindOf(code: string, name: string): CommitteeKind | null {
  if (code.length !== CODE_LENGTHS.VILLAGE) return null;
  const number = Number(code.slice(-3));
  if (number >= 1 && number <= 199) return 'RESIDENTS_COMMITTEE';
  if (number >= 200 && number <= 399) return 'VILLAGERS_COMMITTEE';
  if (/居委会|居民委员会/.test(name)) return 'RESIDENTS_COMMITTEE';
  return /村委会|村民委员会/.test(name) ? 'VILLAGERS_COMMITTEE' : null;
}
