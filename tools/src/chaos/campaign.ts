import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseOf, withClient } from '../bench/database.js';
import type { Platform } from '../platform/platform.js';
import { dataLayout } from '../platform/settings.js';
import { Attack, type Struck } from './faults/attack.js';
import { FURTHEST_BACK_MS, killsForEverything, planFaults, type PlannedFault } from './faults/plan.js';
import { Poisoner } from './faults/poison/poisoner.js';
import { Recovery } from './faults/recovery.js';
import { Ground, type GroundOptions } from './ground.js';
import { heal, type Healed } from './healing.js';
import { readLedgers } from './load/ledger.js';
import { changeAreas } from './load/area-file.js';
import { Forgotten } from './load/forgotten.js';
import { Load } from './load/load.js';
import type { Finding } from './oracle/findings.js';
import { checkErasures } from './oracle/erasure-check.js';
import { judge, type Case } from './oracle/judge.js';
import { untilSettled } from './oracle/settled.js';
import { Random } from './random.js';
import { Rehearsal, type Rehearsed } from './rehearsal/rehearsal.js';
import { openRawLog, type RawLog } from './raw-log/raw-log.js';
import { verdictOf, type Verdict } from './verdict.js';

export interface CampaignOptions extends GroundOptions {
  readonly kills: number;
  readonly clients?: number;
  /** Evidence is kept even when nothing is wrong. */
  readonly keep?: boolean;
  /** Whether a backup is made and restored; unless told, in campaigns that are large enough for everything. */
  readonly rehearse?: boolean;
}

const thinkMs = 120;
const clientsUnlessTold = 6;
const findingsTold = 20;
const marginMs = 1_000;

/** One campaign: everybody who uses the platform, everything that breaks it, and what they have written down. */
export class Campaign {
  readonly poisoner: Poisoner;
  private readonly rehearsal: Rehearsal;

  private constructor(
    readonly options: CampaignOptions,
    readonly ground: Ground,
    readonly load: Load,
    private readonly forgotten: Forgotten,
    private readonly log: RawLog,
    private readonly random: Random,
    /** Positions up to here were there before the clients came. */
    private readonly startPosition: number,
  ) {
    this.poisoner = new Poisoner(ground.platform, log, random.fork('poison'));
    this.rehearsal = new Rehearsal(ground, random.fork('rehearsal'));
  }

  static async start(options: CampaignOptions): Promise<Campaign> {
    const ground = await Ground.lay(options);
    const { platform, directory } = ground;
    options.say(`seed ${options.seed}, evidence in ${directory}`);
    try {
      await untilSettled(platform);
      const startPosition = await lastPosition(platform);
      const log = await openRawLog(platform, directory);
      const random = new Random(options.seed);
      const clients = options.clients ?? clientsUnlessTold;
      const load = await Load.start(platform, random.fork('load'), { clients, thinkMs, directory });
      const forgotten = await Forgotten.among(platform, ground.dataDir, load.steward);
      return new Campaign(options, ground, load, forgotten, log, random, startPosition);
    } catch (error) {
      await ground.clear();
      throw error;
    }
  }

  /** Carries out the plan that follows from the seed, and leaves everything calm. */
  async attack(): Promise<Struck> {
    const { platform, control, disk, directory } = this.ground;
    const recovery = new Recovery(platform, this.load, this.random.fork('canary'));
    const { say } = this.options;
    const { poisoner, forgotten, rehearsal, load, random } = this;
    const errands = {
      areas: () => changeAreas(platform, load, { random: random.fork('areas'), directory }),
      erase: () => forgotten.eraseNext(),
      backup: () => rehearsal.makeBackup(),
      mark: () => rehearsal.markMoment(),
    };
    const attack = new Attack({ platform, control, recovery, poisoner, disk, errands, say });
    await postsAreOld(platform);
    await attack.run(this.plan());
    control.calmDown();
    return attack.struck;
  }

  heal(): Promise<Healed> {
    const { load, startPosition, poisoner } = this;
    const { platform, directory, dataDir } = this.ground;
    return heal({ platform, load, poison: poisoner.injected, directory, dataDir, startPosition });
  }

  async judge(): Promise<Finding[]> {
    const { steward } = this.load;
    return [...(await judge(this.case)), ...(await checkErasures(steward, this.forgotten))];
  }

  /** Restores the backup that was made on the way; null where none was asked for. */
  async rehearse(): Promise<Rehearsed | null> {
    if (!this.rehearses) return null;
    this.options.say('rehearsing the restore');
    const { load, forgotten } = this;
    const { injected: poison } = this.poisoner;
    return this.rehearsal
      .carryOut({ load, forgotten, poison, case: this.case })
      .catch((error: Error) => ({ findings: [], told: {}, failed: error.message }));
  }

  private get rehearses(): boolean {
    return this.options.rehearse ?? this.options.kills >= killsForEverything;
  }

  get case(): Case {
    const { platform, directory, dataDir } = this.ground;
    const { superuserUrl, port } = platform;
    return {
      ...{ superuserUrl, port, dataDir, directory },
      ...{ startPosition: this.startPosition, log: this.log, watchers: this.load.watchers },
      poison: this.poisoner.injected,
    };
  }

  /** @param isClean whether there is nothing in the evidence that anybody would look for */
  async close(isClean: boolean): Promise<void> {
    const { directory, dataDir, disk } = this.ground;
    await this.load.close();
    const isKept = !isClean || this.options.keep === true;
    if (isKept) {
      this.options.say(`evidence is kept in ${directory}`);
      // The disk in memory goes with the campaign.
      if (disk) cpSync(dataLayout(dataDir).logs, join(directory, 'logs'), { recursive: true });
    }
    await this.ground.clear();
    if (!isKept) rmSync(directory, { recursive: true, force: true });
  }

  private plan(): PlannedFault[] {
    const { transport, kills } = this.options;
    const canFillDisk = this.ground.disk !== null;
    const plan = planFaults(this.random.fork('plan'), {
      ...{ transport, kills, canFillDisk, rehearses: this.rehearses },
    });
    writeFileSync(join(this.ground.directory, 'plan.json'), JSON.stringify(plan, null, 2));
    return plan;
  }
}

/** Starts a platform, breaks it as planned, heals it and says what became of everything that was asked of it. */
export async function runCampaign(options: CampaignOptions): Promise<Verdict> {
  const startedAt = performance.now();
  const campaign = await Campaign.start(options);
  let isClean = false;
  try {
    const struck = await campaign.attack();
    options.say('healing');
    const healed = await campaign.heal();
    options.say('judging');
    const lived = await campaign.judge();
    const rehearsed = await campaign.rehearse();
    const findings = unique([...healed.findings, ...lived, ...(rehearsed?.findings ?? [])]);
    const { seed, transport } = options;
    const verdict = verdictOf({
      ...{ seed, transport, struck, healed, findings, rehearsed },
      ledger: readLedgers(campaign.ground.directory),
      durationSeconds: (performance.now() - startedAt) / 1000,
      extra: {
        ...diskOf(struck, campaign.ground.noDisk),
        poisoned: campaign.poisoner.injected.length,
        told: Object.fromEntries(campaign.load.watchers.map(({ name, frames }) => [name, frames.length])),
        findings: findings.slice(0, findingsTold),
      },
    });
    isClean = verdict.pass;
    const report = JSON.stringify({ verdict, findings, recoveries: struck.recoveries }, null, 2);
    writeFileSync(join(campaign.ground.directory, 'verdict.json'), report);
    return verdict;
  } finally {
    await campaign.close(isClean);
  }
}

function diskOf({ faults }: Struck, noDisk: string | null): { diskFilled: boolean; diskReason?: string } {
  if (faults['disk full']) return { diskFilled: true };
  const reason = noDisk ?? `it is filled in campaigns of ${killsForEverything} kills or more`;
  return { diskFilled: false, diskReason: reason };
}

/** What was wrong before the retries may be wrong after them, too. */
const unique = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((each) => [`${each.kind} ${each.what}`, each])).values(),
];

/** By a clock that was put back, nobody may be without the post that the seed has just given: rightly, they would be told nothing. */
async function postsAreOld({ superuserUrl }: Platform): Promise<void> {
  const sql =
    'SELECT extract(epoch FROM now() - max(valid_from))::float8 * 1000 AS "ageMs" FROM access_grant';
  const ageMs = await withClient(databaseOf(superuserUrl, 'grid_registry'), async (client) => {
    return (await client.query<{ ageMs: number | null }>(sql)).rows[0]?.ageMs ?? 0;
  });
  await sleep(Math.max(0, FURTHEST_BACK_MS - ageMs) + marginMs);
}

async function lastPosition({ superuserUrl }: Platform): Promise<number> {
  return withClient(databaseOf(superuserUrl, 'grid_registry'), async (client) => {
    const sql = 'SELECT last_position::float8 AS position FROM relay_state';
    return (await client.query<{ position: number }>(sql)).rows[0]?.position ?? 0;
  });
}
