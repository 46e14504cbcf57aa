import type { AreaLevel } from './define-policy.js';

const levelByLength: ReadonlyMap<number, AreaLevel> = new Map([
  [2, 'province'],
  [4, 'city'],
  [6, 'county'],
  [9, 'township'],
  [12, 'village'],
  [15, 'grid'],
  [17, 'microGrid'],
]);

/** The level of an area by its prefix code, or null if the code is malformed. */
export function findAreaLevel(areaCode: string): AreaLevel | null {
  return /^\d+$/.test(areaCode) ? (levelByLength.get(areaCode.length) ?? null) : null;
}

/** Whether `areaCode` is this area or lies inside it: codes are prefix codes. */
export function isInArea(areaCode: string, ancestorCode: string): boolean {
  return areaCode.startsWith(ancestorCode);
}
