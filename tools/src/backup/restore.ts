import {
  endSurvivingPostgres,
  freePort,
  postgresLayout,
  startEmbeddedPostgres,
} from '@lianxin/embedded-postgres';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openDataDirectory } from '../platform/data-directory.js';
import { lianxin, type PlatformPlan } from '../platform/plan.js';
import type { ServiceEntry } from '../platform/services.js';
import type { Transport } from '../platform/kafka/transport-choice.js';
import { dataLayout, gatewayPort } from '../platform/settings.js';
import type { Manifest } from './base/manifest.js';
import { verifyBackup } from './base/verify.js';
import { isRunning, lastStart } from './place.js';
import { LostEntries } from './reconciliation/lost-entries.js';
import { reconcile, type Reconciled } from './reconciliation/reconcile.js';
import { resetBroker } from './reconciliation/broker.js';
import { recoverBeside } from './recovery/lay-cluster.js';
import { surveyOldCluster, type Survey } from './recovery/old-cluster.js';
import { adoptDirectory, requireFitting, requireSecrets } from './recovery/requirements.js';
import { takePlace } from './recovery/take-place.js';
import { forgetUnfinished, noteUnfinished, readUnfinished } from './recovery/unfinished.js';

export interface RestoreOptions {
  /** Of the stopped platform, or a folder that holds its secrets and nothing else. */
  dataDir: string;
  from: string;
  /** Restores to the last commit before; without it to the end of the log. */
  toTime?: Date;
  /** Where the log after the backup lies, when it is not the archive of this data directory. */
  log?: string;
  /** Unless told, the one the platform was last started with, else the backup's. */
  transport?: Transport;
  plan?: PlatformPlan;
  /** Is told what happens. */
  say?: (line: string) => void;
}

export interface RestoreReport extends Reconciled {
  backup: string;
  backupId: string;
  toTime: string | null;
  restoredAt: string;
  transport: Transport;
  /** Where what was here before is kept; null when there was nothing. */
  aside: string | null;
  /** Why the cluster before could not be asked what was lost; null when it could. */
  asideUnreadable: string | null;
  lost: { counts: Record<string, number>; first: LostEntries['first']; file: string };
  /** Messages that were taken out of the broker's topics; 0 without a broker. */
  messagesRemoved: number;
  reportFile: string;
}

/** Everything that restores have said and kept, beside what they restored. */
const restoresOf = (dataDir: string) => join(dataDir, 'restores');

/**
 * Puts a backup, recovered to a moment, in the place of what a stopped platform stores, and brings all that lies outside the
 * databases into agreement with it. What was here before is kept aside. Throws one line for a person; until the
 * recovery has succeeded nothing is changed, and afterwards the platform starts only once this has come to its end.
 */
export async function restorePlatform(options: RestoreOptions): Promise<RestoreReport> {
  const { plan = lianxin, toTime } = options;
  const [dataDir, backup] = [resolve(options.dataDir), resolve(options.from)];
  const say = options.say ?? (() => undefined);
  if (isRunning(dataDir)) throw new Error(`Lianxin already runs on ${dataDir}: stop it first`);
  const manifest = await verifyBackup(backup);
  say(`the backup of ${manifest.finishedAt} is whole`);
  requireFitting(manifest, plan, toTime);
  requireSecrets(dataDir, manifest);
  adoptDirectory(dataDir);
  const { release } = await openDataDirectory(dataDir);
  try {
    await endSurvivingPostgres(dataLayout(dataDir).postgres);
    return await restoreLocked({
      ...options,
      plan: knownTo(manifest, plan, say),
      dataDir,
      backup,
      say,
      manifest,
    });
  } finally {
    release();
  }
}

/** A service that is newer than the backup has nothing to be restored: the next start makes its database. */
function knownTo({ migrations }: Manifest, plan: PlatformPlan, say: (line: string) => void): PlatformPlan {
  const isKnown = ({ database }: ServiceEntry): boolean => database in migrations;
  for (const { name } of plan.services.filter((service) => !isKnown(service)))
    say(`${name} is newer than the backup and begins anew`);
  return { ...plan, services: plan.services.filter(isKnown) };
}

type Restore = Required<Pick<RestoreOptions, 'dataDir' | 'plan' | 'say'>> &
  RestoreOptions & { backup: string; manifest: Manifest };

async function restoreLocked(given: Restore): Promise<RestoreReport> {
  const { dataDir, backup, plan, say, manifest } = given;
  const { postgres: postgresDir, logs } = dataLayout(dataDir);
  mkdirSync(postgresDir, { recursive: true, mode: 0o700 });
  const restoredAt = new Date();
  const stamp = restoredAt.toISOString().replaceAll(/[:.]/g, '-');
  const logFile = join(logs, 'restore.log');
  const survey = await surveyOldCluster(postgresDir, plan.services, logFile);
  say(
    survey.asked
      ? 'the database that was here is archived to its end'
      : `the database that was here was not asked: ${survey.why}`,
  );
  const draft = await recoverBeside({
    ...{ postgresDir, backup, manifest, toTime: given.toTime, logFile },
    log: given.log,
  });
  say('the backup is recovered');
  const first = readUnfinished(dataDir);
  const hadCluster = existsSync(postgresLayout(postgresDir).cluster);
  const aside = join(postgresDir, `before-restore-${stamp}`);
  const before = remember(first, survey, manifest, aside);
  noteUnfinished(dataDir, { backup, startedAt: restoredAt.toISOString(), ...before });
  await takePlace(postgresDir, draft, { aside, manifest });
  if (hadCluster) say(`what was here before is kept in ${aside}`);
  const settled = await settle(given, { restoredAt, stamp, logFile, before });
  forgetUnfinished(dataDir);
  const whole = {
    ...settled,
    ...{ aside: hadCluster ? aside : null, asideUnreadable: survey.asked ? null : survey.why },
  };
  if (whole.verdicts.some(({ isIntact }) => !isIntact)) throw new JournalNotIntactError(whole);
  return whole;
}

interface Before {
  usedPositions?: Record<string, number>;
  aside?: string;
}

/** What is known of the time after the backup, from the cluster before and from an attempt that was interrupted. */
function remember(first: Before | undefined, survey: Survey, manifest: Manifest, aside: string): Before {
  const isSame = survey.asked && survey.systemIdentifier === manifest.postgres.systemIdentifier;
  const positions = [first?.usedPositions, isSame ? survey.usedPositions : undefined].filter(
    (each) => each !== undefined,
  );
  const services = positions.flatMap((each) => Object.keys(each));
  const used = services.map((name) => [name, Math.max(...positions.map((each) => each[name] ?? 0))] as const);
  const firstAside = first?.aside ?? (isSame ? aside : undefined);
  return {
    ...(positions.length > 0 && { usedPositions: Object.fromEntries(used) }),
    ...(firstAside && { aside: firstAside }),
  };
}

interface Moment {
  restoredAt: Date;
  stamp: string;
  logFile: string;
  before: Before;
}

type Settled = Omit<RestoreReport, 'aside' | 'asideUnreadable'>;

/** Everything from here on may be repeated. */
async function settle(given: Restore, moment: Moment): Promise<Settled> {
  const { dataDir } = given;
  const folder = join(restoresOf(dataDir), moment.stamp);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const server = await startEmbeddedPostgres({
    ...{ dataDir: dataLayout(dataDir).postgres, durable: true, logFile: moment.logFile },
    port: await freePort(),
  });
  try {
    const report = await settleOn(server.superuserUrl, given, { ...moment, folder });
    writeFileSync(report.reportFile, JSON.stringify(report, null, 2), { mode: 0o600 });
    return report;
  } finally {
    await server.stop();
  }
}

async function settleOn(
  superuserUrl: string,
  { dataDir, backup, plan, say, manifest, toTime, ...given }: Restore,
  { restoredAt, logFile, before, folder }: Moment & { folder: string },
): Promise<Settled> {
  const { services } = plan;
  const lost = new LostEntries(join(folder, 'lost-entries.jsonl'));
  const transport = given.transport ?? lastStart(dataDir)?.transport ?? manifest.transport;
  const broker =
    transport === 'kafka' ? await resetBroker({ dataDir, services, superuserUrl, lost }) : undefined;
  if (broker) say(`${broker.messagesRemoved} messages were taken out of the broker's topics`);
  const to = toTime?.toISOString() ?? null;
  const reconciled = await reconcile({
    ...{ dataDir, backup, services, superuserUrl, lost, restoredAt, logFile },
    ...{ aside: before.aside, usedPositions: before.usedPositions },
    published: broker?.published ?? {},
    republishes: transport === 'kafka' || transport !== manifest.transport,
    reason: `restore of backup ${manifest.id} to ${to ?? 'the end of its log'}`,
  });
  noteTransport(dataDir, transport);
  return {
    ...{ backup, backupId: manifest.id, transport, reportFile: join(folder, 'report.json'), toTime: to },
    ...reconciled,
    restoredAt: restoredAt.toISOString(),
    lost: { counts: lost.counts, first: lost.first, file: lost.file },
    messagesRemoved: broker?.messagesRemoved ?? 0,
  };
}

/** The next start carries events on the way that this restore has prepared. */
function noteTransport(dataDir: string, transport: Transport): void {
  const port = lastStart(dataDir)?.port ?? gatewayPort();
  writeFileSync(dataLayout(dataDir).state, JSON.stringify({ port, transport }));
}

/** The databases are restored and agree with all around them, and yet a journal is not what it was when it was sealed. */
export class JournalNotIntactError extends Error {
  override readonly name = 'JournalNotIntactError';

  constructor(readonly report: RestoreReport) {
    const broken = report.verdicts.find(({ isIntact }) => !isIntact);
    super(
      `restored, but the journal of ${broken?.service ?? ''} is not intact: ${broken?.first?.what ?? ''} (see ${report.reportFile})`,
    );
  }
}
