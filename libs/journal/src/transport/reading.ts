/** How much a consumer is given at a time, whatever the transport has for it. */
export const READING_LIMIT = { messages: 500, bytes: 1_000_000 } as const;

/** How long what is in hand may take to come to its end when a process stops; what does not is done again elsewhere. */
export const STOP_LIMIT_MS = 10_000;

/** A promise that another's code settles. */
export interface Signal {
  readonly promise: Promise<void>;
  readonly settle: () => void;
}

export function signal(): Signal {
  let settle = (): void => undefined;
  const promise = new Promise<void>((resolve) => (settle = resolve));
  return { promise, settle };
}

/** Waits for `work`, but no longer than this; what it comes to later is nobody's business any more. */
export async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)));
  await Promise.race([work.catch(() => undefined), limit]);
  clearTimeout(timer);
}
