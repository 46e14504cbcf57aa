import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { backupPlatform, type BackupReport } from '../../backup/backup.js';
import { restorePlatform, type RestoreReport } from '../../backup/restore.js';
import { Recovery, type Recovered } from '../faults/recovery.js';
import type { Ground } from '../ground.js';
import { discardPoison, type Patient } from '../healing.js';
import type { Forgotten } from '../load/forgotten.js';
import { lastOutcome, readLedgers } from '../load/ledger.js';
import { Load } from '../load/load.js';
import { checkErasures } from '../oracle/erasure-check.js';
import { finding, type Finding } from '../oracle/findings.js';
import { judge, type Case } from '../oracle/judge.js';
import { untilSettled } from '../oracle/settled.js';
import { ParkedDoor } from '../parked-door.js';
import { pause } from '../pause.js';
import type { Random } from '../random.js';
import { takeMoment, type Moment } from './moment.js';
import { checkJournals, lostEntriesOf, passedOverOf, readJournals, type Journals } from './restored.js';

/** What there is to restore, and those who go on afterwards. */
export interface Scene {
  readonly load: Load;
  readonly forgotten: Forgotten;
  readonly poison: Patient['poison'];
  readonly case: Case;
}

export interface Rehearsed {
  readonly findings: readonly Finding[];
  /** Why it did not come to its end. */
  readonly failed?: string;
  /** For the verdict. */
  readonly told: Readonly<Record<string, unknown>>;
}

interface Restoration {
  readonly report: RestoreReport;
  readonly restoreSeconds: number;
  readonly startSeconds: number;
}

const clients = 2;
const thinkMs = 60;
const workMs = 3_000;

const secondsSince = (startedAt: number): number =>
  Number(((performance.now() - startedAt) / 1000).toFixed(2));

/** A backup under load, a restore to a moment before the end, and a judgement of what then is there and goes on. */
export class Rehearsal {
  private backup: (BackupReport & { seconds: number }) | undefined;
  private moment: Moment | undefined;

  constructor(
    private readonly ground: Ground,
    private readonly random: Random,
  ) {}

  /** Of the running platform, while it is used. @throws Error when none could be made */
  async makeBackup(): Promise<void> {
    const { dataDir, directory } = this.ground;
    const startedAt = performance.now();
    const report = await backupPlatform({ dataDir, to: join(directory, 'backup') });
    this.backup = { ...report, seconds: secondsSince(startedAt) };
  }

  async markMoment(): Promise<void> {
    this.moment = await takeMoment(this.ground.platform);
  }

  /** Everything must be at rest, and judged. @throws Error when it cannot be restored, or does not start again */
  async carryOut(scene: Scene): Promise<Rehearsed> {
    const { ground, backup, moment } = this;
    if (!backup || !moment) throw new Error('there is no backup, or no moment to restore to');
    const { superuserUrl } = ground.platform;
    const before = await readJournals(superuserUrl);
    const framesBefore = scene.load.watchers.map(({ frames }) => frames.length);
    const restoration = await this.restore(backup, moment);
    const { report } = restoration;
    const discarded = await settleAgain(scene, ground);
    const after = await readJournals(superuserUrl);
    const crew = await this.goOn(scene.load);
    try {
      const watchers = crew.load.watchers.map(({ name, frames }, index) => ({
        ...{ name, frames: frames.slice(framesBefore[index]) },
      }));
      const findings = [
        ...checkJournals([before, after], moment, report),
        ...checkIsBeforeTheEnd(report),
        ...(await judge({ ...scene.case, ...goingOnAfter(report, after), books: crew.books, watchers })),
        ...(await checkErasures(crew.load.steward, scene.forgotten)),
      ];
      const { recovered, books } = crew;
      return { findings, told: tell(restoration, { backup, moment, recovered, books, discarded }) };
    } finally {
      await crew.load.close();
    }
  }

  private async restore({ place }: BackupReport, { at }: Moment): Promise<Restoration> {
    const { dataDir } = this.ground;
    const { report, restoreSeconds, restoredAt } = await this.ground.whileStopped(async () => {
      const startedAt = performance.now();
      const made = await restorePlatform({ dataDir, from: place, toTime: at });
      return { report: made, restoreSeconds: secondsSince(startedAt), restoredAt: performance.now() };
    });
    return { report, restoreSeconds, startSeconds: secondsSince(restoredAt) };
  }

  /** Others come to work on what was restored; whoever followed before goes on from the last cursor. */
  private async goOn({ watchers }: Load): Promise<{ load: Load; books: string; recovered: Recovered }> {
    const { directory, platform } = this.ground;
    const books = join(directory, 'after-restore');
    mkdirSync(books);
    const options = { clients, thinkMs, directory: books, watchers };
    const load = await Load.start(platform, this.random.fork('load'), options);
    const recovery = new Recovery(platform, load, this.random.fork('canary'));
    const recovered = await recovery.canary();
    await pause(workMs);
    await load.stopClients();
    const isOver = (): boolean => false;
    for (const sent of load.clients.flatMap(({ deferred }) => deferred))
      await load.steward.insist(sent, isOver);
    // Told in the order of positions: whoever has this one has all.
    await recovery.canary();
    await untilSettled(platform);
    return { load, books, recovered };
  }
}

/** What was set aside before the moment is set aside again. @returns how much of it was discarded */
async function settleAgain({ poison }: Scene, { platform, dataDir }: Ground): Promise<number> {
  await untilSettled(platform, new Set(poison.map(({ key }) => key)));
  const doors = await ParkedDoor.openAll(platform);
  try {
    const discarded = await discardPoison(doors, { poison, dataDir });
    await untilSettled(platform);
    return discarded;
  } finally {
    await Promise.all(doors.map((door) => door.close()));
  }
}

/** Without entries that were lost, there was nothing to reconcile. */
const checkIsBeforeTheEnd = (report: RestoreReport): Finding[] =>
  lostEntriesOf(report).length > 0
    ? []
    : [finding('lost', 'the restore lost nothing: its moment was not before the end')];

const goingOnAfter = (report: RestoreReport, after: Journals) => ({
  startPosition: report.positions.find(({ service }) => service === 'grid-registry')?.used ?? 0,
  passedOver: passedOverOf(report),
  restored: new Set([...after.values()].flat().map(({ id }) => id)),
});

interface Course {
  readonly backup: BackupReport & { readonly seconds: number };
  readonly moment: Moment;
  readonly recovered: Recovered;
  readonly books: string;
  readonly discarded: number;
}

function tell(
  { report, restoreSeconds, startSeconds }: Restoration,
  { backup, moment, recovered, books, discarded }: Course,
): Readonly<Record<string, unknown>> {
  const { erasures, lost, messagesRemoved, verdicts } = report;
  return {
    ...{ backupSeconds: backup.seconds, backupBytes: backup.bytes, moment: moment.at.toISOString() },
    ...{ restoreSeconds, startSeconds, recoverySeconds: recovered.seconds },
    restoredEntries: Object.fromEntries(verdicts.map(({ service, entryCount }) => [service, entryCount])),
    lostEntries: lost.counts,
    positionsPassedOver: passedOverOf(report),
    erasures: { listed: erasures.listed, again: erasures.destroyed },
    ...{ messagesRemoved, discarded },
    acknowledgedAfterwards: readLedgers(books).filter((each) => lastOutcome(each).kind === 'acknowledged')
      .length,
  };
}
