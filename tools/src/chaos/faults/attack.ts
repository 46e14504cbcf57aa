import type { Platform } from '../../platform/platform.js';
import { pause, until } from '../pause.js';
import type { Control } from './control.js';
import type { SmallDisk } from './disk.js';
import { killsIn, type Fault, type PlannedFault, type Target } from './plan.js';
import type { Poisoner } from './poisoner.js';
import type { Recovered, Recovery } from './recovery.js';

export interface AttackTools {
  readonly platform: Platform;
  readonly control: Control;
  readonly recovery: Recovery;
  readonly poisoner: Poisoner;
  readonly disk: SmallDisk | null;
  readonly say: (line: string) => void;
}

export interface Struck {
  /** How many of each kind. */
  readonly faults: Record<string, number>;
  /** Seconds from when the killed process accepts connections until everything has caught up, by what was killed. */
  readonly recoveries: ({ targets: string } & Recovered)[];
  /** The same after pauses and a full disk, which no target is set for. */
  readonly otherRecoveries: ({ fault: string } & Recovered)[];
  kills: number;
  /** What did not come back within its limit. */
  readonly stuck: string[];
}

const pidLimitMs = 120_000;

/** Carries a plan of faults out, one after the other; only processes of its own platform are touched. */
export class Attack {
  readonly struck: Struck = { faults: {}, recoveries: [], otherRecoveries: [], kills: 0, stuck: [] };

  constructor(private readonly tools: AttackTools) {}

  async run(plan: readonly PlannedFault[]): Promise<void> {
    for (const { afterMs, fault } of plan) {
      await pause(afterMs);
      const told = describe(fault);
      try {
        const recovered = await this.strike(fault);
        this.tools.say(`${told}${recovered ? `: recovered in ${tell(recovered)}` : ''}`);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.struck.stuck.push(`${told}: ${reason}`);
        this.tools.say(`${told}: ${reason}`);
      }
    }
  }

  private async strike(fault: Fault): Promise<Recovered | null> {
    const { faults } = this.struck;
    const count = (name: string): void => void (faults[name] = (faults[name] ?? 0) + 1);
    switch (fault.kind) {
      case 'kill':
        fault.targets.forEach((target) => count(`kill ${target}`));
        return this.kill(fault);
      case 'pause':
        count(`pause ${fault.target}`);
        return this.pause(fault);
      case 'disk':
        count('disk full');
        return this.fillDisk(fault.forMs);
      case 'clock':
        count('clock moved');
        this.tools.control.moveClock(fault.target, fault.byMs);
        return null;
      case 'delivery':
        count('delivery');
        this.tools.control.disturbDelivery(fault.strength);
        return null;
      case 'poison':
        count('poison');
        await this.tools.poisoner.inject(fault.poison, fault.on);
        return null;
    }
  }

  private async kill(fault: Extract<Fault, { kind: 'kill' }>): Promise<Recovered> {
    const { recovery } = this.tools;
    const killed = await this.killAll(fault.targets);
    await Promise.all(killed.map(({ target, pid }) => recovery.untilAccepting(target, pid)));
    if (fault.again) {
      const again = await this.killAll(fault.targets);
      await Promise.all(again.map(({ target, pid }) => recovery.untilAccepting(target, pid)));
    }
    this.struck.kills += killsIn(fault);
    const recovered = await recovery.canary();
    this.struck.recoveries.push({ targets: fault.targets.join(' + '), ...recovered });
    return recovered;
  }

  private async killAll(targets: readonly Target[]): Promise<{ target: Target; pid: number }[]> {
    const found = await Promise.all(
      targets.map(async (target) => ({ target, pid: await this.pidOf(target) })),
    );
    for (const { pid } of found) process.kill(pid, 'SIGKILL');
    return found;
  }

  private async pause({ target, forMs }: Extract<Fault, { kind: 'pause' }>): Promise<Recovered> {
    const pid = await this.pidOf(target);
    process.kill(pid, 'SIGSTOP');
    await pause(forMs);
    // It may have been ended meanwhile, by whoever found it silent.
    if (this.tools.recovery.pidOf(target) === pid) process.kill(pid, 'SIGCONT');
    return this.recoverFrom(`pause ${target}`);
  }

  private async fillDisk(forMs: number): Promise<Recovered | null> {
    if (!this.tools.disk) return null;
    const free = this.tools.disk.fill();
    await pause(forMs);
    free();
    return this.recoverFrom('disk full');
  }

  private async recoverFrom(fault: string): Promise<Recovered> {
    const recovered = await this.tools.recovery.canary();
    this.struck.otherRecoveries.push({ fault, ...recovered });
    return recovered;
  }

  private pidOf(target: Target): Promise<number> {
    const look = async (): Promise<number | undefined> => this.tools.recovery.pidOf(target);
    return until(`${target} runs`, look, { limitMs: pidLimitMs });
  }
}

const tell = ({ seconds, parts }: Recovered): string =>
  `${seconds} s (${Object.entries(parts)
    .map(([name, each]) => `${name} ${each}`)
    .join(', ')})`;

function describe(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
      return `kill ${fault.targets.join(' + ')}${fault.again ? ', twice' : ''}`;
    case 'pause':
      return `pause ${fault.target} for ${fault.forMs} ms`;
    case 'clock':
      return `clock of ${fault.target} moved by ${fault.byMs / 1000} s`;
    case 'delivery':
      return `delivery disturbed by ${fault.strength}`;
    case 'poison':
      return `poison ${fault.poison} on ${fault.on === 'own' ? 'a key of its own' : 'a live key'}`;
    case 'disk':
      return `disk full for ${fault.forMs} ms`;
  }
}
