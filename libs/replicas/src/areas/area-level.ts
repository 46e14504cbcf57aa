import { AREA_LEVELS } from '@lianxin/contracts';

type AreaLevel = (typeof AREA_LEVELS)[number];

const LEVEL_BY_LENGTH: ReadonlyMap<number, AreaLevel> = new Map(
  [2, 4, 6, 9, 12].map((length, index) => [length, AREA_LEVELS[index] as AreaLevel]),
);

/** The level of an area from the length of its code; null when this is not the code of an area. */
export function levelOf(code: string): AreaLevel | null {
  return /^[0-9]+$/.test(code) ? (LEVEL_BY_LENGTH.get(code.length) ?? null) : null;
}
