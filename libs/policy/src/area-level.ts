import type { PolicyLevel } from './define-policy.js';

const levelByLength: ReadonlyMap<number, PolicyLevel> = new Map([
  [2, 'PROVINCE'],
  [4, 'CITY'],
  [6, 'COUNTY'],
  [9, 'TOWNSHIP'],
  [12, 'VILLAGE'],
  [15, 'GRID'],
  [17, 'MICRO_GRID'],
]);

/** The level of an area by its prefix code, or null if the code is malformed. */
export function findPolicyLevel(areaCode: string): PolicyLevel | null {
  return /^\d+$/.test(areaCode) ? (levelByLength.get(areaCode.length) ?? null) : null;
}

/** Whether `areaCode` is this area or lies inside it: codes are prefix codes. */
export function isInArea(areaCode: string, ancestorCode: string): boolean {
  return areaCode.startsWith(ancestorCode);
}
