import type { Random } from '../random.js';

export type Target =
  'gateway' | 'grid-registry' | 'assessment' | 'micro-project' | 'postgres' | 'kafka' | 'issuer';

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

/** What is done while everything breaks: a file of areas comes in, a person is forgotten, a backup is made, a moment is noted to restore to. */
export type Errand = 'areas' | 'erase' | 'backup' | 'mark';

/** One thing that is done to the platform. Times are in milliseconds. */
export type Fault =
  | { kind: 'kill'; targets: Target[]; /** Killed again as soon as it accepts connections. */ again: boolean }
  | { kind: 'pause'; target: Target; forMs: number }
  | { kind: 'clock'; target: Target; byMs: number }
  | { kind: 'delivery'; strength: number }
  | { kind: 'poison'; poison: PoisonKind; on: 'own' | 'live' }
  | { kind: 'disk'; forMs: number }
  | { kind: 'errand'; errand: Errand };

export interface PlannedFault {
  readonly afterMs: number;
  readonly fault: Fault;
}

export interface PlanOptions {
  readonly transport: 'embedded' | 'kafka';
  readonly kills: number;
  /** Whether the data directory is on a disk that can be filled. */
  readonly canFillDisk: boolean;
  /** Whether a backup is made on the way and a moment noted that it is restored to. */
  readonly rehearses: boolean;
}

const WEIGHTS: readonly [Target, number][] = [
  ['grid-registry', 5],
  ['assessment', 4],
  ['micro-project', 3],
  ['postgres', 4],
  ['gateway', 4],
  ['issuer', 1],
];
const KAFKA: readonly [Target, number] = ['kafka', 4];
const CLOCKS: readonly Target[] = ['grid-registry', 'assessment', 'micro-project', 'gateway'];
const CLOCK_MOVES_MS = [-10_000, -2_000, 2_000, 30_000, 120_000];
export const FURTHEST_BACK_MS = -Math.min(...CLOCK_MOVES_MS);
const longestPauseMs = 6_000;
const briefestPauseMs = 500;
const briefPauseMs = 1_500;
/** Longer than PostgreSQL leaves the relay's place to a session that asks nothing (45 s). */
const frozenForMs = 50_000;
const diskFullMs = 5_000;
const betweenErrandsMs = 500;
/** From so many kills on, everything there is has its turn; with fewer, one of each kind that is cheap. */
export const killsForEverything = 20;
/** From so many kills on, a service is frozen for longer than its places are kept for it. */
export const killsForLongPause = 30;
/** A disk takes long to get over; once in so many kills. */
const killsPerFullDisk = 25;
/**
 * What happens in a campaign, in its order: as many kills as asked for, what must have its turn spread evenly among them,
 * and by chance everything else in between.
 */
export function planFaults(random: Random, options: PlanOptions): PlannedFault[] {
  const targets = [...WEIGHTS, ...(options.transport === 'kafka' ? [KAFKA] : [])];
  const bag = targets.flatMap(([target, weight]) => Array.from({ length: weight }, () => target));
  const poison = poisonsOf(random);
  const longest = options.kills < killsForEverything ? briefPauseMs : longestPauseMs;
  const must = random.shuffled(mandatory(random, options, poison));
  const plan: PlannedFault[] = [];
  const add = (fault: Fault, mostMs = 1_500): void =>
    void plan.push({ afterMs: Math.round(random.between(100, mostMs)), fault });
  let given = 0;
  for (let kills = 0; kills < options.kills;) {
    const kill = killOf(random, bag, options.kills - kills);
    kills += killsIn(kill);
    for (const fault of byChance(random, bag, poison, longest)) add(fault);
    // By the share of the kills that this one crosses, for it may bring several.
    for (; given < (must.length * kills) / options.kills; given += 1)
      must[given]?.().forEach((each) => add(each));
    add(kill, 3_000);
  }
  return options.rehearses ? withRehearsal(plan) : plan;
}

/**
 * The backup a third of the way, and the moment before the last fault, so that there is something to recover and something to
 * lose. Somebody is forgotten before the one, between them, and after the other.
 */
function withRehearsal(plan: readonly PlannedFault[]): PlannedFault[] {
  const errands = (...names: Errand[]): PlannedFault[] =>
    names.map((errand) => ({ afterMs: betweenErrandsMs, fault: { kind: 'errand', errand } }));
  const third = Math.floor(plan.length / 3);
  return [
    ...plan.slice(0, third),
    ...errands('erase', 'backup'),
    ...plan.slice(third, -1),
    ...errands('erase', 'mark', 'erase'),
    ...plan.slice(-1),
  ];
}

type Drawn = () => Fault[];

/** The next poison: no kind again before all were there, and none a third time. */
function poisonsOf(random: Random): Drawn {
  const kinds = [...random.shuffled(POISONS), ...random.shuffled(POISONS)];
  return () => {
    const poison = kinds.shift();
    return poison ? [{ kind: 'poison', poison, on: random.pick(['own', 'live'] as const) }] : [];
  };
}

function mandatory(random: Random, { transport, kills, canFillDisk }: PlanOptions, poison: Drawn): Drawn[] {
  const clock: Drawn = () => [clockOf(random, CLOCK_MOVES_MS)];
  const pauseOf =
    (target: Target, mostMs: number): Drawn =>
    () => [{ kind: 'pause', target, forMs: random.whole(briefestPauseMs, mostMs) }];
  const targets = [...WEIGHTS, ...(transport === 'kafka' ? [KAFKA] : [])].map(([target]) => target);
  const errands = (['areas', 'erase'] as const).map((errand): Drawn => () => [{ kind: 'errand', errand }]);
  if (kills < killsForEverything)
    return [clock, poison, pauseOf(random.pick(targets), briefPauseMs), ...errands];
  const disks = canFillDisk ? Math.max(1, Math.floor(kills / killsPerFullDisk)) : 0;
  const frozen: Fault = { kind: 'pause', target: 'grid-registry', forMs: frozenForMs };
  return [
    clock,
    ...errands,
    ...POISONS.map(() => poison),
    ...targets.map((target) => pauseOf(target, longestPauseMs)),
    ...Array.from({ length: disks }, (): Drawn => () => [{ kind: 'disk', forMs: diskFullMs }]),
    ...(kills >= killsForLongPause ? [(): Fault[] => [frozen]] : []),
  ];
}

function byChance(random: Random, bag: readonly Target[], poison: Drawn, longest: number): Fault[] {
  const faults: Fault[] = [];
  if (random.chance(0.5)) faults.push({ kind: 'delivery', strength: random.pick([0, 0.2, 0.5, 0.9]) });
  if (random.chance(0.35)) faults.push(clockOf(random, [0, ...CLOCK_MOVES_MS]));
  if (random.chance(0.25)) faults.push(...poison());
  if (random.chance(0.1))
    faults.push({
      ...{ kind: 'pause', target: random.pick(bag) },
      forMs: random.whole(briefestPauseMs, longest),
    });
  return faults;
}

const clockOf = (random: Random, moves: readonly number[]): Fault => ({
  ...{ kind: 'clock', target: random.pick(CLOCKS), byMs: random.pick(moves) },
});

/** What a fault counts as: each of these that a plan has must have struck. */
export function nameOf(fault: Fault): string[] {
  switch (fault.kind) {
    case 'kill':
      return fault.targets.map((target) => `kill ${target}`);
    case 'pause':
      return [fault.forMs >= frozenForMs ? `long pause ${fault.target}` : `pause ${fault.target}`];
    case 'poison':
      return [`poison ${fault.poison}`];
    case 'disk':
      return ['disk full'];
    case 'clock':
      return [fault.byMs === 0 ? 'clock set right' : 'clock moved'];
    case 'delivery':
      return ['delivery'];
    case 'errand':
      return [fault.errand];
  }
}

/** The kinds that a plan has and that never struck, whatever the reason. */
export function missedOf(plan: readonly PlannedFault[], struck: Readonly<Record<string, number>>): string[] {
  const planned = new Set(plan.flatMap(({ fault }) => nameOf(fault)));
  return [...planned].filter((name) => !struck[name]).sort();
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
