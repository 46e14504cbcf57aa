export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Looks again until there is an answer other than undefined or false; an error counts as none. @throws Error after the limit */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  { limitMs, everyMs = 50 }: { limitMs: number; everyMs?: number },
): Promise<T> {
  const deadline = performance.now() + limitMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await look();
      if (answer !== undefined && answer !== false) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) {
      const why = last instanceof Error ? `: ${last.message}` : '';
      throw new Error(`${what}: not within ${limitMs / 1000} s${why}`);
    }
    await pause(everyMs);
  }
}
