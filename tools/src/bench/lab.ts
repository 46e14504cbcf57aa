import { startEmbeddedPostgres, type EmbeddedPostgres } from '@lianxin/embedded-postgres';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lianxin, portsOf } from '../platform/plan.js';
import { startPlatform, type Platform } from '../platform/platform.js';
import { requireFreePorts } from '../platform/ports.js';
import { dataLayout, postgresPort } from '../platform/settings.js';
import { untilConsumed } from './consumed.js';
import { fillWithEvents } from './stock/fill.js';

const firstBase = 4800;
const lastBase = 5700;
/** Ports that one platform takes, rounded up. */
const span = 100;

interface Stoppable {
  stop(hurry?: boolean): Promise<void>;
}

/** Platforms on data of their own, as `npm start` would run them: durable, and gone when the bench is done. */
export class Lab {
  private readonly running = new Set<Stoppable>();
  private nextBase = firstBase;

  private constructor(
    readonly directory: string,
    private readonly log: (line: string) => void,
  ) {}

  static async use<T>(log: (line: string) => void, work: (lab: Lab) => Promise<T>): Promise<T> {
    const lab = new Lab(mkdtempSync(join(tmpdir(), 'lx-bench-')), log);
    const onSignal = (): void => void lab.close().finally(() => process.exit(130));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
    try {
      return await work(lab);
    } finally {
      await lab.close();
    }
  }

  /**
   * A platform with this many events in its past, vacuumed and analysed, freshly started.
   * @param beside puts something else beside them, before the start
   */
  async startWith(
    events: number,
    beside?: (dataDir: string, urlOf: (database: string) => string) => Promise<void>,
  ): Promise<Platform> {
    const { dataDir, port } = await this.lay(`events-${events}`);
    const postgres = await this.startDatabaseOnly(dataDir, port, false);
    await fillWithEvents((database) => postgres.url(database), events, this.log);
    await beside?.(dataDir, (database) => postgres.url(database));
    await this.end(postgres);
    // What was written without waiting for the disk must not be written while something is measured.
    spawnSync('sync');
    return this.keep(await startPlatform({ port, dataDir, quiet: true }));
  }

  /** PostgreSQL alone on the data of a platform that was started once. */
  async startDatabaseOnly(dataDir: string, port: number, durable = true): Promise<EmbeddedPostgres> {
    const { postgres, logs } = dataLayout(dataDir);
    const options = { dataDir: postgres, port: postgresPort(port), durable };
    return this.keep(await startEmbeddedPostgres({ ...options, logFile: join(logs, 'postgres.log') }));
  }

  /** A platform's data with nothing but its seed in them, migrated and caught up; made once and copied from then on. */
  async lay(name: string): Promise<{ dataDir: string; port: number }> {
    const port = await this.freeBase();
    const empty = join(this.directory, 'empty');
    if (!existsSync(empty)) {
      const platform = this.keep(await startPlatform({ port, dataDir: empty, quiet: true }));
      await untilConsumed(platform);
      await this.end(platform);
    }
    const dataDir = join(this.directory, name);
    cpSync(empty, dataDir, { recursive: true });
    return { dataDir, port };
  }

  async end(running: Stoppable): Promise<void> {
    this.running.delete(running);
    await running.stop();
  }

  async freeBase(): Promise<number> {
    for (let base = this.nextBase; base <= lastBase; base += span) {
      const ports = [...portsOf(lianxin, base), { name: 'PostgreSQL', port: postgresPort(base) }];
      const isFree = await requireFreePorts(ports, base).then(
        () => true,
        () => false,
      );
      if (!isFree) continue;
      this.nextBase = base + span;
      return base;
    }
    throw new Error(`no ${span} free ports from ${firstBase} to ${lastBase}`);
  }

  /** Has it stopped when the bench is done, if not before. */
  keep<T extends Stoppable>(running: T): T {
    this.running.add(running);
    return running;
  }

  private async close(): Promise<void> {
    await Promise.all([...this.running].map((each) => this.end(each)));
    rmSync(this.directory, { recursive: true, force: true });
  }
}
