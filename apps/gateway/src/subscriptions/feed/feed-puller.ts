import { metrics } from '@lianxin/service-kit';
import type { ExecutionResult } from 'graphql';
import { Counter } from 'prom-client';
import type { GatewayContext } from '../../graph/request-context.js';

const pulls = new Counter({
  name: 'lianxin_subscription_pulls_total',
  help: 'Pulls of subscriptions, by whether they were executed or shared the execution of another',
  labelNames: ['kind'],
  registers: [metrics],
});

export interface Pull {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: GatewayContext;
  /** Whose permission decides: person and acting post. */
  readonly grantSet: string;
  /** Counts the batches of events seen so far: a pull may be shared only with those that know as much. */
  readonly generation: number;
}

export type Execute = (
  query: string,
  variables: Pull['variables'],
  context: GatewayContext,
) => Promise<ExecutionResult>;

/** Executes the queries behind subscriptions: each distinct one once per grant set, and only so many at a time. */
export class FeedPuller {
  private readonly inFlight = new Map<string, Promise<ExecutionResult>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly execute: Execute,
    private readonly concurrency: number,
  ) {}

  pull(pull: Pull): Promise<ExecutionResult> {
    const key = JSON.stringify([
      pull.grantSet,
      pull.context.language,
      pull.generation,
      pull.variables,
      pull.query,
    ]);
    const shared = this.inFlight.get(key);
    pulls.inc({ kind: shared ? 'shared' : 'executed' });
    if (shared) return shared;
    const answer = this.run(pull).finally(() => this.inFlight.delete(key));
    this.inFlight.set(key, answer);
    return answer;
  }

  private async run(pull: Pull): Promise<ExecutionResult> {
    if (this.running >= this.concurrency) await new Promise<void>((start) => this.waiting.push(start));
    else this.running += 1;
    try {
      return await this.execute(pull.query, pull.variables, pull.context);
    } finally {
      // The place goes to the next in line, if there is one.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
