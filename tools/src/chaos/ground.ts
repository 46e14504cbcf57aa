import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOnSignal } from '../platform/end-on-signal.js';
import { startPlatform, type Platform } from '../platform/platform.js';
import { supervisorTimes } from '../platform/supervisor.js';
import { Control } from './faults/disturbance/control.js';
import { SmallDisk } from './faults/disk.js';
import { thawAll } from './faults/freeze.js';

export interface GroundOptions {
  readonly transport: 'embedded' | 'kafka';
  /** The gateway's port; the others follow it. */
  readonly port: number;
  readonly say: (line: string) => void;
  /** What deliveries are drawn from, like everything else. */
  readonly seed: number;
  /** Whether the data directory lies on a small disk that can be filled. */
  readonly fillDisk?: boolean;
}

const diskMb = 2_048;

/** What was killed often comes back soon: the supervisor's growing delays are for programs that cannot start. */
const restartTimes = { firstDelayMs: 200, longestDelayMs: 1_000, healthyAfterMs: 10_000 };

/** A platform that may be started more than once, on the same data directory. */
class Restartable {
  private starting: Promise<Platform>;

  constructor(private readonly launch: () => Promise<Platform>) {
    this.starting = launch();
  }

  get started(): Promise<Platform> {
    return this.starting;
  }

  again(): Promise<Platform> {
    this.starting = this.launch();
    return this.starting;
  }
}

/** A platform of its own, with what it takes to disturb it, on a directory that was made for it. */
export class Ground {
  private constructor(
    /** Evidence; the platform's data lie below it. */
    readonly directory: string,
    readonly dataDir: string,
    private current: Platform,
    private readonly restartable: Restartable,
    readonly control: Control,
    readonly disk: SmallDisk | null,
    /** Why there is no disk to fill. */
    readonly noDisk: string | null,
    private readonly ignoreSignals: () => void,
  ) {}

  /** A signal from outside ends it and leaves nothing running. */
  static async lay({ port, transport, say, seed, fillDisk }: GroundOptions): Promise<Ground> {
    const directory = mkdtempSync(join(tmpdir(), 'lianxin-chaos-'));
    const place = join(directory, 'data');
    mkdirSync(place);
    const mounted = fillDisk === false ? 'it was not asked for' : SmallDisk.mount(place, diskMb);
    const [disk, noDisk] = typeof mounted === 'string' ? [null, mounted] : [mounted, null];
    if (noDisk) say(`no disk is filled: ${noDisk}`);
    const dataDir = join(place, 'lianxin');
    const control = new Control(directory, seed);
    const environmentOf = (name: string) => control.environmentOf(name);
    const stopper = new AbortController();
    const { signal } = stopper;
    Object.assign(supervisorTimes, restartTimes);
    const options = { port, transport, dataDir, quiet: true, environmentOf, signal };
    const restartable = new Restartable(() => startPlatform(options));
    const ignoreSignals = endOnSignal(async () => {
      thawAll();
      stopper.abort(new Error('stopped'));
      await restartable.started.then((platform) => platform.stop(true)).finally(() => disk?.unmount());
    });
    try {
      const platform = await restartable.started;
      return new Ground(directory, dataDir, platform, restartable, control, disk, noDisk, ignoreSignals);
    } catch (error) {
      disk?.unmount();
      throw error;
    }
  }

  get platform(): Platform {
    return this.current;
  }

  /** Stops the platform, lets something be done to what it has stored, and starts it again. */
  async whileStopped<T>(work: () => Promise<T>): Promise<T> {
    await this.platform.stop();
    const done = await work();
    this.current = await this.restartable.again();
    return done;
  }

  async clear(): Promise<void> {
    thawAll();
    await this.platform.stop();
    this.disk?.unmount();
    this.ignoreSignals();
  }
}
