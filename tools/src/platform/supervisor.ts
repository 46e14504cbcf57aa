/** A process that runs now. */
export interface Running {
  pid: number;
  /** Resolves with how it ended. */
  exited: Promise<string>;
  /** Asks it to end and forces it after the limit (milliseconds). */
  stop(limitMs: number): Promise<void>;
}

export interface SupervisorTimes {
  firstDelayMs: number;
  longestDelayMs: number;
  /** After running this long a process counts as healthy and its next delay is the first again. */
  healthyAfterMs: number;
}

export const supervisorTimes: SupervisorTimes = {
  firstDelayMs: 500,
  longestDelayMs: 30_000,
  healthyAfterMs: 60_000,
};

/** How long to wait before starting a process again that has just died `deaths` times in a row. */
export function restartDelayMs(deaths: number, { firstDelayMs, longestDelayMs }: SupervisorTimes): number {
  return Math.min(firstDelayMs * 2 ** (deaths - 1), longestDelayMs);
}

/** Keeps one process running until it is stopped. */
export class Supervised {
  /** Deaths in a row, without a healthy spell between them. */
  deaths = 0;
  private current: Running | undefined;
  private stopping = false;
  private wake: () => void = () => undefined;
  private watching: Promise<void> | undefined;

  constructor(
    readonly name: string,
    private readonly launch: () => Promise<Running> | Running,
    private readonly say: (line: string) => void,
    private readonly times = supervisorTimes,
  ) {}

  get pid(): number | undefined {
    return this.current?.pid;
  }

  /** Starts it; an error of this first start is the caller's, later ones are tried again. */
  async start(): Promise<void> {
    this.current = await this.launch();
    this.watching = this.watch();
  }

  async stop(limitMs: number): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.current?.stop(limitMs);
    await this.watching;
  }

  private async watch(): Promise<void> {
    while (this.current) {
      const startedAt = Date.now();
      const end = await this.current.exited;
      this.current = undefined;
      if (this.stopping) return;
      if (Date.now() - startedAt >= this.times.healthyAfterMs) this.deaths = 0;
      await this.startAgain(end);
    }
  }

  private async startAgain(end: string): Promise<void> {
    for (let reason = end; !this.stopping && !this.current;) {
      this.deaths += 1;
      const delayMs = restartDelayMs(this.deaths, this.times);
      this.say(`${this.name} ended (${reason}); it is started again in ${delayMs / 1000} s`);
      await this.sleep(delayMs);
      if (this.stopping) return;
      try {
        this.current = await this.launch();
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
    }
    // Asked to stop while it was being started again: nobody else knows of this process.
    if (this.stopping) await this.current?.stop(0);
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}
