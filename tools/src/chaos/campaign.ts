import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseOf, withClient } from '../bench/database.js';
import { startPlatform, type Platform } from '../platform/platform.js';
import { supervisorTimes } from '../platform/supervisor.js';
import { Attack, type Struck } from './faults/attack.js';
import { Control } from './faults/control.js';
import { SmallDisk } from './faults/disk.js';
import { planFaults, type PlannedFault } from './faults/plan.js';
import { Poisoner } from './faults/poisoner.js';
import { Recovery } from './faults/recovery.js';
import { heal, type Healed } from './healing.js';
import { readLedgers } from './load/ledger.js';
import { Load } from './load/load.js';
import type { Finding } from './oracle/findings.js';
import { judge, type Case } from './oracle/judge.js';
import { untilSettled } from './oracle/settled.js';
import { Random } from './random.js';
import { openRawLog, type RawLog } from './raw-log/raw-log.js';
import { verdictOf, type Verdict } from './verdict.js';

export interface CampaignOptions {
  readonly transport: 'embedded' | 'kafka';
  readonly kills: number;
  readonly seed: number;
  /** The gateway's port; the others follow it. */
  readonly port: number;
  readonly say: (line: string) => void;
  readonly clients?: number;
  /** Whether the data directory lies on a small disk that is filled. */
  readonly fillDisk?: boolean;
  /** Evidence is kept even when nothing is wrong. */
  readonly keep?: boolean;
}

const thinkMs = 120;
const diskMb = 2_048;

/** What was killed often comes back soon: the supervisor's growing delays are for programs that cannot start. */
const restartTimes = { firstDelayMs: 200, longestDelayMs: 1_000, healthyAfterMs: 10_000 };

/** A platform of its own with everything around it that breaks it and watches it. */
export class Campaign {
  private constructor(
    readonly options: CampaignOptions,
    readonly directory: string,
    readonly platform: Platform,
    readonly load: Load,
    readonly control: Control,
    readonly poisoner: Poisoner,
    private readonly log: RawLog,
    private readonly disk: SmallDisk | null,
    private readonly random: Random,
    readonly startPosition: number,
  ) {}

  static async start(options: CampaignOptions): Promise<Campaign> {
    const directory = mkdtempSync(join(tmpdir(), 'lianxin-chaos-'));
    options.say(`seed ${options.seed}, evidence in ${directory}`);
    const dataDir = join(directory, 'data');
    mkdirSync(dataDir);
    const disk = options.fillDisk === false ? null : SmallDisk.mount(dataDir, diskMb, options.say);
    Object.assign(supervisorTimes, restartTimes);
    const control = new Control(directory);
    const { port, transport } = options;
    const environmentOf = (name: string) => control.environmentOf(name);
    const base = { port, transport, dataDir: join(dataDir, 'lianxin'), quiet: true, environmentOf };
    const platform = await startPlatform(base);
    await untilSettled(platform);
    const startPosition = await lastPosition(platform);
    const random = new Random(options.seed);
    const log = await openRawLog(platform, directory);
    const load = await Load.start(platform, random.fork('load'), {
      ...{ clients: options.clients ?? 6, thinkMs, directory },
    });
    const poisoner = new Poisoner(platform, log);
    return new Campaign(
      ...([options, directory, platform, load, control, poisoner, log, disk, random, startPosition] as const),
    );
  }

  plan(): PlannedFault[] {
    const { transport, kills } = this.options;
    const plan = planFaults(this.random.fork('plan'), { transport, kills, canFillDisk: this.disk !== null });
    writeFileSync(join(this.directory, 'plan.json'), JSON.stringify(plan, null, 2));
    return plan;
  }

  async attack(): Promise<Struck> {
    const { platform, control, poisoner, disk, load } = this;
    const recovery = new Recovery(platform, load, this.random.fork('canary'));
    const { say } = this.options;
    const attack = new Attack({ platform, control, recovery, poisoner, disk, say });
    await attack.run(this.plan());
    control.calmDown();
    return attack.struck;
  }

  heal(): Promise<Healed> {
    const { platform, load, poisoner, directory, startPosition } = this;
    return heal({ platform, load, poison: poisoner.injected, directory, startPosition });
  }

  get case(): Case {
    const { platform, load, poisoner, directory, startPosition, log } = this;
    const { superuserUrl, port } = platform;
    const dataDir = join(directory, 'data', 'lianxin');
    return {
      ...{ superuserUrl, port, dataDir, directory, startPosition, log },
      watchers: load.watchers,
      poison: poisoner.injected,
    };
  }

  judge(): Promise<Finding[]> {
    return judge(this.case);
  }

  async close(isClean: boolean): Promise<void> {
    await this.load.close();
    await this.platform.stop();
    const isKept = !isClean || this.options.keep === true;
    if (isKept) this.options.say(`evidence is kept in ${this.directory}`);
    this.disk?.unmount();
    if (!isKept) rmSync(this.directory, { recursive: true, force: true });
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
    const findings = unique([...healed.findings, ...(await campaign.judge())]);
    const { frames } = {
      frames: campaign.load.watchers.map((watcher) => [watcher.name, watcher.frames.length]),
    };
    const verdict = verdictOf({
      ...{ seed: options.seed, transport: options.transport, struck, healed, findings },
      ledger: readLedgers(campaign.directory),
      durationSeconds: (performance.now() - startedAt) / 1000,
      extra: {
        poisoned: campaign.poisoner.injected.length,
        told: Object.fromEntries(frames),
        findings: findings.slice(0, 20),
      },
    });
    isClean = verdict.pass;
    const report = { verdict, findings };
    writeFileSync(join(campaign.directory, 'verdict.json'), JSON.stringify(report, null, 2));
    return verdict;
  } finally {
    await campaign.close(isClean);
  }
}

/** What was wrong before the retries may be wrong after them, too. */
const unique = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((each) => [`${each.kind} ${each.what}`, each])).values(),
];

async function lastPosition({ superuserUrl }: Platform): Promise<number> {
  return withClient(databaseOf(superuserUrl, 'grid_registry'), async (client) => {
    const sql = 'SELECT last_position::float8 AS position FROM relay_state';
    return (await client.query<{ position: number }>(sql)).rows[0]?.position ?? 0;
  });
}
