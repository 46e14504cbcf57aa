/** Lives that begin in a second, as the DIGIT platform's spike test has them. */
export const profile = [1, 15, 1, 25, 2, 35, 10] as const;
export const firstPeak = profile[1];

export interface Phase {
  /** Its place in the profile. */
  readonly index: number;
  readonly livesPerS: number;
  readonly seconds: number;
  readonly isPeak: boolean;
}

/** @param atFirstPeak lives a second that the first peak is to have; the others follow */
export function phasesOf(atFirstPeak: number, seconds: { peak: number; valley: number }): readonly Phase[] {
  return profile.map((lives, index) => {
    const isPeak = lives > (profile[index - 1] ?? lives) && lives > (profile[index + 1] ?? lives);
    return {
      ...{ index, isPeak, livesPerS: (lives / firstPeak) * atFirstPeak },
      seconds: isPeak ? seconds.peak : seconds.valley,
    };
  });
}
