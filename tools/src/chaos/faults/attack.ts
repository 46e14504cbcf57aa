import type { Platform } from '../../platform/platform.js';
import { pause, until } from '../pause.js';
import type { Control } from './disturbance/control.js';
import type { SmallDisk } from './disk.js';
import { freeze } from './freeze.js';
import {
  killsIn,
  missedOf,
  nameOf,
  type Errand,
  type Fault,
  type PlannedFault,
  type Target,
} from './plan.js';
import type { Poisoner } from './poison/poisoner.js';
import type { Recovered, Recovery } from './recovery.js';

export interface AttackTools {
  readonly platform: Platform;
  readonly control: Control;
  readonly recovery: Recovery;
  readonly poisoner: Poisoner;
  readonly disk: SmallDisk | null;
  readonly errands: Readonly<Record<Errand, () => Promise<void>>>;
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
  /** Kinds of faults that were planned and never struck. */
  missed: string[];
}

const pidLimitMs = 120_000;

/** Carries a plan of faults out, one after the other; only processes of its own platform are touched. */
export class Attack {
  readonly struck: Struck = {
    faults: {},
    recoveries: [],
    otherRecoveries: [],
    kills: 0,
    stuck: [],
    missed: [],
  };

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
    this.struck.missed = missedOf(plan, this.struck.faults);
  }

  private async strike(fault: Fault): Promise<Recovered | null> {
    switch (fault.kind) {
      case 'kill':
        return this.kill(fault);
      case 'pause':
        return this.pause(fault);
      case 'disk':
        return this.fillDisk(fault);
      case 'clock':
        this.tools.control.moveClock(fault.target, fault.byMs);
        break;
      case 'delivery':
        this.tools.control.disturbDelivery(fault.strength);
        break;
      case 'errand':
        await this.tools.errands[fault.errand]();
        break;
      case 'poison':
        await this.tools.poisoner.inject(fault.poison, fault.on);
    }
    this.count(fault);
    return null;
  }

  /** Once it has struck, not before. */
  private count(fault: Fault): void {
    const { faults } = this.struck;
    for (const name of nameOf(fault)) faults[name] = (faults[name] ?? 0) + 1;
  }

  private async kill(fault: Extract<Fault, { kind: 'kill' }>): Promise<Recovered> {
    const { recovery } = this.tools;
    const killed = await this.killAll(fault.targets);
    this.count(fault);
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

  private async pause(fault: Extract<Fault, { kind: 'pause' }>): Promise<Recovered> {
    const { target, forMs } = fault;
    const goOn = freeze(await this.pidOf(target));
    this.count(fault);
    try {
      await pause(forMs);
    } finally {
      goOn();
    }
    return this.recoverFrom(nameOf(fault).join(' + '));
  }

  private async fillDisk(fault: Extract<Fault, { kind: 'disk' }>): Promise<Recovered | null> {
    if (!this.tools.disk) return null;
    const free = this.tools.disk.fill();
    this.count(fault);
    try {
      await pause(fault.forMs);
    } finally {
      free();
    }
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
    case 'errand':
      return fault.errand;
  }
}
