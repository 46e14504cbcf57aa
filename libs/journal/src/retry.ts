export interface Backoff {
  readonly firstMs: number;
  readonly ceilingMs: number;
}

/** A delay that doubles with each failure up to its ceiling, spread by up to a quarter so that peers do not march in step. */
export function delayMs(backoff: Backoff, failures: number): number {
  const delay = Math.min(backoff.ceilingMs, backoff.firstMs * 2 ** Math.max(0, failures - 1));
  return Math.round(delay * (1 + Math.random() / 4));
}

export interface Limit {
  readonly limitMs: number;
  /** Ends the waiting early, with its reason. */
  readonly signal?: AbortSignal;
  /** For the error. */
  readonly what: string;
}

/** Waits no longer than it may. What the work comes to later is nobody's business any more. @throws Error when the time is over */
export async function withLimit<T>(work: Promise<T>, { limitMs, signal, what }: Limit): Promise<T> {
  let onAbort: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<never>((_, reject) => {
    onAbort = (): void => reject(signal?.reason as Error);
    timer = setTimeout(() => reject(new Error(`${what} takes longer than ${limitMs} ms`)), limitMs);
  });
  signal?.addEventListener('abort', onAbort as () => void);
  try {
    signal?.throwIfAborted();
    return await Promise.race([work, ended]);
  } finally {
    work.catch(() => undefined);
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort as () => void);
  }
}

/**
 * Runs `step` until stopped. A failure is reported and followed by a growing delay; `step` says how long to wait
 * before the next round, which `wake` cuts short.
 */
export class Loop {
  private isStopping = false;
  private wasWoken = false;
  private resume: (() => void) | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly step: () => Promise<number>,
    private readonly onFailure: (error: unknown) => void | Promise<void>,
    private readonly backoff: Backoff = { firstMs: 100, ceilingMs: 2_000 },
    /** The least time from one step to the next however often it is woken, so that under load what comes goes together. */
    private readonly paceMs = 0,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  wake(): void {
    this.wasWoken = true;
    this.resume?.();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.resume?.();
    await this.running;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.isStopping) {
      this.wasWoken = false;
      const startedAt = performance.now();
      try {
        await this.pause(await this.step());
        await this.pauseUntil(startedAt + this.paceMs);
        failures = 0;
      } catch (error) {
        failures += 1;
        await this.onFailure(error);
        await this.pauseUntil(performance.now() + delayMs(this.backoff, failures));
      }
    }
  }

  private async pause(ms: number): Promise<void> {
    if (this.isStopping || this.wasWoken || ms <= 0) return;
    await this.sleep(ms);
  }

  /** Cut short by stopping alone. By the clock that nobody sets: that of the day may be put back while we wait. */
  private async pauseUntil(time: number): Promise<void> {
    while (!this.isStopping && performance.now() < time) await this.sleep(time - performance.now());
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.resume = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
