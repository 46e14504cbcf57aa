import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PersonalDataErasedError } from '@lianxin/personal-data';
import { Logger } from '@nestjs/common';
import { backupPlatform, type BackupReport } from '../../src/backup/backup.js';
import { restorePlatform, type RestoreReport } from '../../src/backup/restore.js';
import { services } from '../../src/platform/services.js';
import { databasesAlone, SmallPlatform } from './small-platform.js';

const [before, after] = [randomUUID(), randomUUID()];
const [kept, erased] = [randomUUID(), randomUUID()];
const backups = mkdtempSync(join(tmpdir(), 'lianxin-backups-'));
const place = join(backups, 'first');
const now = () => new Date();
/** A service that no backup here has heard of. */
const newcomer = { name: 'newcomer', database: 'newcomer', portOffset: 19, heapMb: 64, consumes: [] };
/** Databases are started a dozen times; a busy machine takes its time. */
const limitMs = 240_000;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** One story: what is written before a moment comes back, what is written after it is lost and said to be. */
describe('a backup and a restore to a moment between two writes', () => {
  const platform = new SmallPlatform();
  const fileOf = (name: string) => join(platform.dataDir, 'files/objects', name);
  const aFile = (name: string, text: string) => {
    mkdirSync(dirname(fileOf(name)), { recursive: true });
    writeFileSync(fileOf(name), text);
  };
  let backup: BackupReport;
  let moment: Date;
  let report: RestoreReport;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    await platform.start();
    await platform.withKeys(
      async (keys) => void (await Promise.all([keys.keyFor(kept), keys.keyFor(erased)])),
    );
    await platform.record(before, before);
    await platform.publish();
    await platform.consumeUntil(2);
    await platform.seal();
    aFile('00/kept', 'as it was');
    aFile('01/lost', 'on a lost disk');
    aFile('02/damaged', 'on a good disk');
    aFile('03/unfinished.part', 'half');
    const writing = platform.record(...Array.from({ length: 40 }, () => before));
    backup = await backupPlatform({ dataDir: platform.dataDir, to: place });
    await writing;
    await platform.publish();
    await pause(50);
    moment = now();
    await pause(50);
    await platform.record(before, after, after);
    await platform.publish();
    await platform.consumeUntil(45);
    await platform.seal();
    await platform.record(after);
    await platform.withKeys((keys) => keys.destroy(erased));
    await platform.stop();
    aFile('02/damaged', 'on a bad');
    aFile('04/later', 'after the backup');
    rmSync(fileOf('01/lost'));
    report = await restorePlatform({
      ...{ dataDir: platform.dataDir, from: place, toTime: moment, plan: databasesAlone },
    });
    await platform.start();
  }, limitMs);

  afterAll(async () => {
    await platform.remove();
    rmSync(backups, { recursive: true, force: true });
  });

  it('brings back what was written before the moment, also while the backup ran, and nothing after it', async () => {
    const positions = await platform.positions();
    expect(positions).toHaveLength(42);
    expect(new Set(positions.map(({ aggregate_id: id }) => id))).toEqual(new Set([before]));
    expect(positions.map(({ sequence }) => sequence)).toEqual(positions.map((_, index) => index + 1));
  });

  it('says which entries were lost, published or not, and keeps what was there before', () => {
    expect(report.lost.counts).toEqual({ 'grid-registry': 4 });
    const lost = report.lost.first.map(({ aggregateId, sequence, position }) => [
      aggregateId,
      sequence,
      position,
    ]);
    expect(lost).toEqual([
      [before, 43, 43],
      [after, 1, 44],
      [after, 2, 45],
      [after, 3, null],
    ]);
    expect(readFileSync(report.lost.file, 'utf8').trim().split('\n')).toHaveLength(4);
    expect(existsSync(join(report.aside ?? '', 'cluster', 'PG_VERSION'))).toBe(true);
    expect(JSON.parse(readFileSync(report.reportFile, 'utf8'))).toMatchObject({ backupId: backup.id });
    expect(platform.hasRestoreLeft()).toBe(false);
  });

  it('passes over the positions that were lost, with the seals from outside', () => {
    expect(report.positions).toContainEqual({
      ...{ service: 'grid-registry', restored: 42, used: 45, isCertain: true, sealsCopiedBack: 1 },
    });
    expect(report.verdicts.map(({ isIntact }) => isIntact)).toEqual([true, true, true]);
  });

  it('leaves an erased person erased and the others readable', async () => {
    expect(report.erasures).toMatchObject({ destroyed: 1, brokenLines: [] });
    await platform.withKeys(async (keys) => {
      await expect(keys.keyFor(erased)).rejects.toThrow(PersonalDataErasedError);
      expect((await keys.keyFor(kept)).key).not.toBeNull();
    });
  });

  it('has every file of people that it had, and those that came after the backup', () => {
    const names = ['00/kept', '01/lost', '02/damaged', '04/later'];
    expect(names.map((name) => readFileSync(fileOf(name), 'utf8'))).toEqual([
      'as it was',
      'on a lost disk',
      'on a good disk',
      'after the backup',
    ]);
    expect(report.filesBrought).toBe(2);
    expect(existsSync(join(place, 'outside/files/objects/03'))).toBe(false);
  });

  it('goes on under fresh positions; an old cursor misses nothing new, the consumer nothing at all', async () => {
    await platform.record(before, after);
    await platform.publish();
    const positions = await platform.positions();
    expect(positions.slice(-2)).toEqual([
      { position: '46', aggregate_id: before, sequence: 43 },
      { position: '47', aggregate_id: after, sequence: 1 },
    ]);
    await platform.consumeUntil(44);
    const effects = (await platform.effects()).map(({ aggregate_id: id, sequence }) => `${id} ${sequence}`);
    expect(effects).toHaveLength(44);
    expect(new Set(effects).size).toBe(44);
    await platform.seal();
  });

  it(
    'goes back to the same moment a second time, over its own traces',
    async () => {
      await platform.stop();
      const again = await restorePlatform({
        ...{ dataDir: platform.dataDir, from: place, toTime: moment, plan: databasesAlone },
      });
      expect(again.positions[0]).toMatchObject({ restored: 42, used: 47 });
      expect(again.lost.counts).toEqual({ 'grid-registry': 2 });
      expect(again.verdicts.every(({ isIntact }) => isIntact)).toBe(true);
      await platform.start();
      await platform.record(before);
      await platform.publish();
      expect((await platform.positions()).at(-1)).toMatchObject({ position: '48', sequence: 43 });
    },
    limitMs,
  );

  it('refuses while the platform runs', async () => {
    await expect(
      restorePlatform({ dataDir: platform.dataDir, from: place, plan: databasesAlone }),
    ).rejects.toThrow('already runs');
  });

  it(
    'restores on another machine to the end of the log, given secrets, backup and log, and with a release that has one more service',
    async () => {
      await platform.stop();
      const elsewhere = new SmallPlatform();
      try {
        rmSync(elsewhere.layout.marker);
        rmSync(elsewhere.layout.logs, { recursive: true });
        cpSync(platform.layout.secrets, elsewhere.layout.secrets);
        const log = join(platform.layout.postgres, 'wal-archive');
        const there = await restorePlatform({
          dataDir: elsewhere.dataDir,
          from: place,
          log,
          plan: { ...databasesAlone, services: [...services, newcomer] },
        });
        expect(there.asideUnreadable).toBe('there was no database here before');
        expect(there.positions.map(({ service }) => service)).toEqual(services.map(({ name }) => name));
        expect(there.positions[0]).toMatchObject({ isCertain: false, restored: 48 });
        expect(there.positions[0]?.used).toBeGreaterThan(1_000_000);
        expect(there.verdicts.every(({ isIntact }) => isIntact)).toBe(true);
      } finally {
        await elsewhere.remove();
      }
    },
    limitMs,
  );
});
