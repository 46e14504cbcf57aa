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
    private readonly onFailure: (error: unknown) => void,
    private readonly backoff: Backoff = { firstMs: 100, ceilingMs: 2_000 },
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
      try {
        await this.pause(await this.step());
        failures = 0;
      } catch (error) {
        failures += 1;
        this.onFailure(error);
        await this.pauseAfterFailure(delayMs(this.backoff, failures));
      }
    }
  }

  private async pause(ms: number): Promise<void> {
    if (this.isStopping || this.wasWoken || ms <= 0) return;
    await this.sleep(ms);
  }

  /** A failing step is not hurried: only stopping cuts its delay short. */
  private async pauseAfterFailure(ms: number): Promise<void> {
    // The clock of the day may be put back while we wait.
    const until = performance.now() + ms;
    while (!this.isStopping && performance.now() < until) await this.sleep(until - performance.now());
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
