import type { EventEnvelope } from '@lianxin/contracts';
import { Logger, makeWorkerUtils, run, runMigrations, type Runner, type WorkerUtils } from 'graphile-worker';
import { effectOf, insertEffect, type BareDatabase } from '../backbone/bare-database.js';
import type { Told } from '../backbone/events.js';
import { Countdown, type Effect, type Side } from './side.js';

const addingSize = 500;
const task = 'effect';

/** graphile-worker's own advice for many quick jobs: a local queue, completions in batches, a pool for its concurrency. */
export const workerSettings = {
  concurrentJobs: 10,
  maxPoolSize: 12,
  localQueueSize: 500,
  completeJobBatchDelay: 0,
} as const;

/** The same payload as jobs, the same effect by each job. */
export class WorkerSide implements Side {
  readonly name: string;
  private readonly committed = new Countdown();
  private runner: Runner | undefined;

  private constructor(
    private readonly connectionString: string,
    private readonly utils: WorkerUtils,
    private readonly effect: Effect,
    private readonly isBatched: boolean,
  ) {
    this.name = `graphile-worker, effect ${effect}`;
  }

  /** @param isBatched its settings for throughput; without them a job that comes alone is taken at once */
  static async open({ ownerUrl }: BareDatabase, effect: Effect, isBatched: boolean): Promise<WorkerSide> {
    await runMigrations({ connectionString: ownerUrl, logger: quiet });
    const utils = await makeWorkerUtils({ connectionString: ownerUrl, logger: quiet });
    return new WorkerSide(ownerUrl, utils, effect, isBatched);
  }

  async prefill(events: readonly EventEnvelope<Told>[]): Promise<void> {
    const jobs = events.map((payload) => ({ identifier: task, payload }));
    for (let start = 0; start < jobs.length; start += addingSize)
      await this.utils.addJobs(jobs.slice(start, start + addingSize));
  }

  async drain(count: number): Promise<void> {
    const done = this.committed.expect(count);
    await this.listen();
    await done;
    await this.runner?.stop();
  }

  async listen(): Promise<void> {
    const { concurrentJobs, maxPoolSize, localQueueSize, completeJobBatchDelay } = workerSettings;
    const batches = {
      localQueue: { size: localQueueSize },
      ...{ completeJobBatchDelay, failJobBatchDelay: completeJobBatchDelay },
    };
    this.runner = await run({
      ...{ connectionString: this.connectionString, noHandleSignals: true, logger: quiet },
      taskList: {
        [task]: async (payload, { withPgClient }) => {
          const values = effectOf(payload as EventEnvelope<Told>);
          if (this.effect !== 'none') await withPgClient((client) => client.query(insertEffect, values));
          this.committed.note(1);
        },
      },
      preset: {
        worker: { concurrentJobs, maxPoolSize, ...(this.isBatched && batches) },
      },
    });
  }

  async carry(event: EventEnvelope<Told>): Promise<void> {
    const done = this.committed.expect(1);
    await this.utils.addJob(task, event);
    await done;
  }

  async close(): Promise<void> {
    await this.runner?.stop().catch(() => undefined);
    await this.utils.release();
  }
}

const quiet = new Logger(() => () => undefined);
