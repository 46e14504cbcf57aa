import { REALMS } from '@lianxin/access';
import type { Realm } from '@lianxin/access';
import type { GridEventRow, HandlingLevel } from './entity/grid-event.row.js';

export const COUNTY_CODE_LENGTH = 6;

type Restricted = Pick<GridEventRow, 'areaCode' | 'restrictedTo'>;

/** Where the event stands for those who look for it by subtree: its own place, unless it is kept from those there. */
export const sightOf = ({ areaCode, restrictedTo }: Restricted): string => restrictedTo ?? areaCode;

export function realmOf({ restrictedTo }: Pick<GridEventRow, 'restrictedTo'>): Realm {
  if (restrictedTo?.startsWith(REALMS.INSPECTION)) return 'INSPECTION';
  return restrictedTo?.startsWith(REALMS.PROTECTION) ? 'PROTECTION' : 'COMMON';
}

/**
 * The place that events and other services are told: never more exact than where the event may be known, so that those it is
 * kept from cannot count it there.
 */
export function toldCodeOf(event: Restricted): string {
  if (event.restrictedTo === null) return event.areaCode;
  return realmOf(event) === 'COMMON'
    ? event.restrictedTo
    : event.restrictedTo.slice(1, 1 + COUNTY_CODE_LENGTH);
}

const LEVEL_OF_LENGTH: Readonly<Record<number, HandlingLevel>> = { 9: 'TOWNSHIP', 12: 'VILLAGE', 15: 'GRID' };

/** No lower level may have it in hand, for there sit those it is kept from. */
export function lowestLevelOf(event: Pick<GridEventRow, 'restrictedTo'>): HandlingLevel {
  if (event.restrictedTo === null) return 'GRID';
  return realmOf(event) === 'COMMON' ? (LEVEL_OF_LENGTH[event.restrictedTo.length] ?? 'COUNTY') : 'COUNTY';
}

const LEVEL_ABOVE = {
  GRID: 'VILLAGE',
  VILLAGE: 'TOWNSHIP',
  TOWNSHIP: 'COUNTY',
  COUNTY: 'INSPECTION',
} as const;
export type AppealLevel = Exclude<HandlingLevel, 'GRID'> | 'INSPECTION';

/** Who decides on an appeal against a refusal: one level up, above the county discipline inspection; null if there is nobody. */
export function appealLevelOf(
  event: Pick<GridEventRow, 'refusedAtLevel' | 'restrictedTo'>,
): AppealLevel | null {
  if (event.refusedAtLevel === null || realmOf(event) !== 'COMMON') return null;
  return LEVEL_ABOVE[event.refusedAtLevel];
}
