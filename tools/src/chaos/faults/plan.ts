import type { Random } from '../random.js';

export type Target = 'gateway' | 'grid-registry' | 'assessment' | 'postgres' | 'kafka' | 'issuer';

export const POISONS = [
  'unparsable',
  'unknown-type',
  'unknown-version',
  'schema-mismatch',
  'oversized',
  'wrong-key',
  'wrong-topic',
  'forged-producer',
  'sequence-repeats',
  'sequence-jumps',
  'future',
] as const;
export type PoisonKind = (typeof POISONS)[number];

/** One thing that is done to the platform. Times are in milliseconds. */
export type Fault =
  | { kind: 'kill'; targets: Target[]; /** Killed again as soon as it accepts connections. */ again: boolean }
  | { kind: 'pause'; target: Target; forMs: number }
  | { kind: 'clock'; target: Target; byMs: number }
  | { kind: 'delivery'; strength: number }
  | { kind: 'poison'; poison: PoisonKind; on: 'own' | 'live' }
  | { kind: 'disk'; forMs: number };

export interface PlannedFault {
  readonly afterMs: number;
  readonly fault: Fault;
}

export interface PlanOptions {
  readonly transport: 'embedded' | 'kafka';
  readonly kills: number;
  /** Whether the data directory is on a disk that can be filled. */
  readonly canFillDisk: boolean;
}

const WEIGHTS: readonly [Target, number][] = [
  ['grid-registry', 5],
  ['assessment', 4],
  ['postgres', 4],
  ['gateway', 4],
  ['issuer', 1],
];
const KAFKA: readonly [Target, number] = ['kafka', 4];
const CLOCKS: readonly Target[] = ['grid-registry', 'assessment', 'gateway'];
/** Back by little: to a clock that is further behind, the posts that the seed has just given do not hold yet. */
const CLOCK_MOVES_MS = [-10_000, -2_000, 2_000, 30_000, 120_000];
const longestPauseMs = 6_000;
const diskFullMs = 5_000;
/** A disk takes long to get over; once in so many kills. */
const killsPerFullDisk = 25;

/** What happens in a campaign, in its order: as many kills as asked for, and everything else in between. */
export function planFaults(random: Random, options: PlanOptions): PlannedFault[] {
  const targets = [...WEIGHTS, ...(options.transport === 'kafka' ? [KAFKA] : [])];
  const bag = targets.flatMap(([target, weight]) => Array.from({ length: weight }, () => target));
  const poisons = random.shuffled(POISONS.flatMap((poison) => [poison, poison]));
  const plan: PlannedFault[] = [];
  const add = (fault: Fault, mostMs = 1_500): void =>
    void plan.push({ afterMs: Math.round(random.between(100, mostMs)), fault });
  for (let kills = 0; kills < options.kills;) {
    if (random.chance(0.5)) add({ kind: 'delivery', strength: random.pick([0, 0.2, 0.5, 0.9]) });
    if (random.chance(0.35))
      add({ kind: 'clock', target: random.pick(CLOCKS), byMs: random.pick([0, ...CLOCK_MOVES_MS]) });
    const poison = random.chance(0.6) ? poisons.pop() : undefined;
    if (poison) add({ kind: 'poison', poison, on: random.pick(['own', 'live']) });
    if (random.chance(0.2))
      add({ kind: 'pause', target: random.pick(bag), forMs: random.whole(500, longestPauseMs) });
    if (options.canFillDisk && (kills + 1) % killsPerFullDisk === 0) add({ kind: 'disk', forMs: diskFullMs });
    const kill = killOf(random, bag, options.kills - kills);
    add(kill, 3_000);
    kills += killsIn(kill);
  }
  return plan;
}

/** How many processes a fault kills. */
export const killsIn = (fault: Fault): number =>
  fault.kind === 'kill' ? fault.targets.length * (fault.again ? 2 : 1) : 0;

function killOf(random: Random, bag: readonly Target[], left: number): Fault {
  const first = random.pick(bag);
  if (left >= 2 && random.chance(0.15)) return { kind: 'kill', targets: [first], again: true };
  const others = bag.filter((target) => target !== first);
  if (left >= 2 && random.chance(0.2))
    return { kind: 'kill', targets: [first, random.pick(others)], again: false };
  return { kind: 'kill', targets: [first], again: false };
}
