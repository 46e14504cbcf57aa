import type { GraphClient } from '../graph-client.js';
import { live, throughGateway } from '../life.js';
import type { TakeStep } from '../life.js';
import { pause } from '../statistics.js';
import type { Phase } from './profile.js';

/** What became of the lives that began in one phase. */
export interface Outcome {
  readonly phase: Phase;
  readonly latenciesMs: number[];
  /** When each of these requests was sent, in seconds since the phase began. */
  readonly sentAtS: number[];
  readonly beganAt: number;
  requests: number;
  failed: number;
  lives: number;
  /** Lives that should have begun while as many as may be were under way. */
  omitted: number;
}

/** Lives of events through the gateway: so many begin in a second, whatever becomes of those before. */
export class Load {
  private underWay = 0;
  private started = 0;

  constructor(
    private readonly graph: GraphClient,
    private readonly departmentId: string,
    private readonly mostUnderWay: number,
    private readonly log: (line: string) => void,
  ) {}

  /** Lives a second that so many at once come to. */
  async sustained(atOnce: number, seconds: number): Promise<number> {
    const startedAt = performance.now();
    let lived = 0;
    const worker = async (): Promise<void> => {
      while (performance.now() - startedAt < 1_000 * seconds) {
        await live(throughGateway(this.graph), this.departmentId, (this.started += 1));
        lived += 1;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return (1_000 * lived) / (performance.now() - startedAt);
  }

  /** The phases one after the other without a break; answers when the last life has ended. */
  async run(phases: readonly Phase[]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    const lives: Promise<void>[] = [];
    let begin = performance.now();
    for (const phase of phases) {
      const outcome: Outcome = {
        ...{ phase, beganAt: begin, latenciesMs: [], sentAtS: [] },
        ...{ requests: 0, failed: 0, lives: 0, omitted: 0 },
      };
      outcomes.push(outcome);
      const count = Math.round(phase.livesPerS * phase.seconds);
      for (let index = 0; index < count; index += 1) {
        await pause(begin + (1_000 * index) / phase.livesPerS - performance.now());
        if (this.underWay < this.mostUnderWay) lives.push(this.begin(outcome));
        else outcome.omitted += 1;
      }
      begin += 1_000 * phase.seconds;
      await pause(begin - performance.now());
    }
    await Promise.all(lives);
    return outcomes;
  }

  /** A life ends with its first request that fails. */
  private async begin(outcome: Outcome): Promise<void> {
    this.underWay += 1;
    outcome.lives += 1;
    try {
      await live(this.measured(outcome), this.departmentId, (this.started += 1));
    } catch (error) {
      outcome.failed += 1;
      if (outcome.failed <= 3) this.log(`a request failed: ${String(error)}`);
    } finally {
      this.underWay -= 1;
    }
  }

  private measured(outcome: Outcome): TakeStep {
    const take = throughGateway(this.graph);
    return async (...step) => {
      outcome.requests += 1;
      const startedAt = performance.now();
      try {
        return await take(...step);
      } finally {
        outcome.latenciesMs.push(performance.now() - startedAt);
        outcome.sentAtS.push((startedAt - outcome.beganAt) / 1_000);
      }
    };
  }
}
