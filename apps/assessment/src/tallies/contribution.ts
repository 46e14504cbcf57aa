import type { PartCode } from '../indicators/indicator.definitions.js';

/** What one grid event or project adds to one part of its village's indicators, whatever the time. */
export interface Contribution {
  readonly part: PartCode;
  /** Of Asia/Shanghai. */
  readonly year: number;
  readonly numerator: number;
  readonly denominator: number;
}

/** What is added to and taken from the running counts where this was counted before and that is now; nothing that is zero. */
export function differenceBetween(
  before: readonly Contribution[],
  after: readonly Contribution[],
): Contribution[] {
  const sums = new Map<string, Contribution>();
  const add = ({ part, year, numerator, denominator }: Contribution, sign: 1 | -1): void => {
    const key = `${part} ${year}`;
    const sum = sums.get(key) ?? { numerator: 0, denominator: 0 };
    sums.set(key, {
      part,
      year,
      numerator: sum.numerator + sign * numerator,
      denominator: sum.denominator + sign * denominator,
    });
  };
  for (const contribution of before) add(contribution, -1);
  for (const contribution of after) add(contribution, 1);
  return [...sums.values()].filter(({ numerator, denominator }) => numerator !== 0 || denominator !== 0);
}
