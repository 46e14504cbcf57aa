import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@lianxin/testing';
import { canonicalJson } from '@lianxin/service-kit';
import { copySealsBack, lastSealedPosition, parseSealLine, recordRestoration } from '../../src/index.js';
import type { FaultKind, Restoration } from '../../src/index.js';
import { SealsFixture, SERVICE } from './seals.fixture.js';

const CUT = 24;
const LAST_SEALED = 35;
/** Up to here messages had been sent when the database was lost. */
const LAST_USED = 40;

/** 35 entries under four seals, restored to a backup that had 24 entries and two seals. */
describe('after a restore', () => {
  let fixture: SealsFixture;

  beforeEach(async () => {
    fixture = await SealsFixture.start();
    await fixture.write(LAST_SEALED);
    await fixture.publish();
    await fixture.seal();
    await fixture.tamper(`
      DELETE FROM journal_entry WHERE id IN (SELECT entry_id FROM journal_position WHERE position > ${CUT});
      DELETE FROM journal_position WHERE position > ${CUT};
      DELETE FROM journal_seal WHERE ordinal > 2;
      UPDATE relay_state SET last_position = ${CUT}, published_position = ${CUT}`);
  });
  afterEach(() => fixture.stop());

  const place = () => ({ service: SERVICE, directory: fixture.directory });
  const kindsOf = async (): Promise<FaultKind[]> => (await fixture.verify()).faults.map(({ kind }) => kind);
  const record = (over: Partial<Restoration> = {}): Promise<Restoration> =>
    asSuperuser(fixture.journal.testDatabase.ownerUrl, (owner) =>
      recordRestoration(owner, place(), {
        restoredAt: new Date('2026-03-03T00:00:00Z'),
        fromPosition: CUT + 1,
        toPosition: LAST_USED,
        reason: 'the disk was lost',
        ...over,
      }),
    );
  const copyBack = (): Promise<number> =>
    asSuperuser(fixture.journal.testDatabase.ownerUrl, (owner) => copySealsBack(owner, place()));

  async function restore(): Promise<void> {
    await copyBack();
    await record();
    await fixture.tamper(
      `UPDATE relay_state SET last_position = ${LAST_USED}, published_position = ${LAST_USED}`,
    );
  }

  it('nothing is well until it is said what was lost', async () => {
    expect((await kindsOf()).sort()).toEqual([
      'OUTSIDE_SEAL_EXTRA',
      'OUTSIDE_SEAL_EXTRA',
      'TAIL_MISSING',
      'TAIL_MISSING',
    ]);
    await expect(fixture.seal()).rejects.toMatchObject({ fault: { kind: 'OUTSIDE_SEAL_EXTRA' } });
    expect(await copyBack()).toBe(2);
    expect((await kindsOf()).every((kind) => kind.startsWith('SEALED'))).toBe(true);
  });

  it('exactly the lost positions may be missing, and what is left is under a seal again', async () => {
    await restore();
    expect(await fixture.verify()).toMatchObject({ isIntact: true, sealedPosition: 20, restorationCount: 1 });
    await fixture.seal();
    expect(await fixture.verify()).toMatchObject({ isIntact: true, sealedPosition: LAST_USED, sealCount: 5 });
    const seal = parseSealLine((await fixture.lines()).at(-1) as string);
    expect(seal).toMatchObject({
      fromPosition: 21,
      toPosition: LAST_USED,
      entryCount: 4,
      restorationCount: 1,
    });
    await fixture.write(12);
    await fixture.publish();
    await fixture.seal();
    expect(await fixture.verify()).toMatchObject({ isIntact: true, sealedPosition: 52, lastPosition: 52 });
    await fixture.rewriteFrom(22, { anything: 'forged' });
    expect((await fixture.verify()).first).toMatchObject({
      kind: 'SEALED_ENTRY_DIFFERENT',
      position: 22,
      seal: 5,
    });
  });

  it('a second restore that goes back before the first is as well', async () => {
    await restore();
    await fixture.write(12);
    await fixture.publish();
    await fixture.seal();
    await fixture.tamper(`
      DELETE FROM journal_entry WHERE id IN (SELECT entry_id FROM journal_position WHERE position > 15);
      DELETE FROM journal_position WHERE position > 15;
      DELETE FROM journal_seal WHERE ordinal > 1;
      DELETE FROM journal_restoration;
      UPDATE relay_state SET last_position = 60, published_position = 60`);
    expect(await copyBack()).toBeGreaterThan(4);
    expect(await record({ fromPosition: 16, toPosition: 60 })).toMatchObject({ id: 2 });
    expect(await fixture.verify()).toMatchObject({ isIntact: true, restorationCount: 2, sealedPosition: 10 });
    await fixture.write(2);
    await fixture.publish();
    await fixture.seal();
    expect(await fixture.verify()).toMatchObject({ isIntact: true, sealedPosition: 62 });
  });

  it('a line that the crash cut off is set aside, for nobody can complete it', async () => {
    await appendFile(fixture.file, '{"algorithm":"ED25');
    await restore();
    await fixture.seal();
    expect((await fixture.verify()).isIntact).toBe(true);
    expect(await readFile(`${fixture.file}.fragments`, 'utf8')).toBe('{"algorithm":"ED25\n');
  });

  it('a lost position is never given again', async () => {
    await restore();
    await fixture.write(1);
    await fixture.tamper(`UPDATE relay_state SET last_position = 29, published_position = 29`);
    await fixture.publish();
    expect(await fixture.verify()).toMatchObject({ first: { kind: 'POSITION_REUSED', position: 30 } });
    await expect(fixture.seal()).rejects.toMatchObject({ fault: { kind: 'POSITION_REUSED', position: 30 } });
  });

  it('what is said to be lost reaches as far as the seals do', async () => {
    expect(await lastSealedPosition(place())).toBe(LAST_SEALED);
    await expect(record({ toPosition: LAST_SEALED - 1 })).rejects.toThrow('Position 35 was sealed');
  });

  it('a restoration that only the database knows explains nothing', async () => {
    await restore();
    await fixture.seal();
    await fixture.tamper(`
      INSERT INTO journal_restoration VALUES (2, now(), 41, 50, 'forged');
      UPDATE relay_state SET last_position = 50`);
    expect(await fixture.verify()).toMatchObject({
      first: { kind: 'RESTORATION_UNCONFIRMED', position: 41 },
    });
    await expect(fixture.seal()).rejects.toMatchObject({ fault: { kind: 'RESTORATION_UNCONFIRMED' } });
    await fixture.tamper(`DELETE FROM journal_restoration`);
    expect(await kindsOf()).toContain('RESTORATION_UNCONFIRMED');
  });

  it('a restoration that was changed on both sides is not the one that was sealed', async () => {
    await restore();
    await fixture.seal();
    await fixture.tamper(`UPDATE journal_restoration SET reason = 'another'`);
    const file = fixture.file.replace('.seals.', '.restorations.');
    await writeFile(file, (await readFile(file, 'utf8')).replace('the disk was lost', 'another'));
    expect(await kindsOf()).toEqual(['SEALED_ENTRY_DIFFERENT']);
  });

  it('a restoration cannot explain away an entry from the middle, even if it stands on both sides', async () => {
    await restore();
    await fixture.write(10);
    await fixture.publish();
    await fixture.seal();
    const forged = { id: 2, restoredAt: new Date(0), fromPosition: 13, toPosition: 13, reason: 'forged' };
    await fixture.tamper(`
      DELETE FROM journal_entry WHERE id = (SELECT entry_id FROM journal_position WHERE position = 13);
      DELETE FROM journal_position WHERE position = 13;
      INSERT INTO journal_restoration VALUES (2, 'epoch', 13, 13, 'forged')`);
    await appendFile(fixture.file.replace('.seals.', '.restorations.'), `${canonicalJson(forged)}\n`);
    expect(await fixture.verify()).toMatchObject({
      isIntact: false,
      first: { kind: 'SEAL_RANGE_WRONG', seal: 2 },
    });
  });
});
