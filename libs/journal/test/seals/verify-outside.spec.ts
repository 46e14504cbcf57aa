import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BrokenJournalError } from '../../src/index.js';
import type { FaultKind } from '../../src/index.js';
import { SealsFixture } from './seals.fixture.js';

/** 30 entries under three seals, and room for a fourth. */
describe('the copy of the seals outside the database', () => {
  let fixture: SealsFixture;

  beforeEach(async () => {
    fixture = await SealsFixture.start();
    await fixture.write(30);
    await fixture.publish();
    await fixture.seal();
    await fixture.write(1);
    await fixture.publish();
  });
  afterEach(() => fixture.stop());

  const kindsOf = async (): Promise<FaultKind[]> => (await fixture.verify()).faults.map(({ kind }) => kind);
  const edit = async (change: (lines: string[]) => string[]): Promise<void> =>
    fixture.writeLines(change(await fixture.lines()));
  const contentNow = (): Promise<string> => readFile(fixture.file, 'utf8');

  /** Whether the sealer refuses to go on, says so with that fault, and leaves the file as it is. */
  async function expectRefusal(kind: FaultKind): Promise<void> {
    const before = await contentNow();
    const refusal = await fixture.seal().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(BrokenJournalError);
    expect(refusal).toMatchObject({ fault: { kind } });
    expect(await contentNow()).toBe(before);
  }

  it('names a line that was edited', async () => {
    await edit(
      ([one, two, three]) => [one, two?.replace('"entryCount":10', '"entryCount":11'), three] as string[],
    );
    expect(await fixture.verify()).toMatchObject({
      faultCount: 1,
      first: { kind: 'OUTSIDE_SEAL_DIFFERENT', position: 11, seal: 2 },
    });
  });

  it('names a line that is no seal', async () => {
    await edit(([one, , three]) => [one, '{"ordinal":2}', three] as string[]);
    expect(await kindsOf()).toEqual(['OUTSIDE_UNREADABLE']);
  });

  it('names a line that is missing, in the middle and at the end', async () => {
    await edit(([one, , three]) => [one, three] as string[]);
    expect(await fixture.verify()).toMatchObject({
      faultCount: 1,
      first: { kind: 'OUTSIDE_SEAL_MISSING', position: 11, seal: 2 },
    });
    await edit(([one]) => [one] as string[]);
    expect(await fixture.verify()).toMatchObject({ first: { kind: 'OUTSIDE_SEAL_MISSING', seal: 2 } });
    await rm(fixture.file);
    expect(await fixture.verify()).toMatchObject({ first: { kind: 'OUTSIDE_SEAL_MISSING', seal: 1 } });
  });

  it('names a line too many, but not one that two sealers both wrote', async () => {
    await edit(([one, two, three]) => [one, two, two, three] as string[]);
    expect(await kindsOf()).toEqual([]);
    await edit(([one, two, , three]) => [one, two, one, three] as string[]);
    expect(await kindsOf()).toEqual(['OUTSIDE_SEAL_EXTRA']);
  });

  it('is made up for what a crash between commit and append left out', async () => {
    await edit(([one]) => [one] as string[]);
    await fixture.seal();
    expect(await fixture.lines()).toHaveLength(4);
    expect(await fixture.verify()).toMatchObject({ isIntact: true, sealCount: 4, sealedPosition: 31 });
  });

  it('has a line completed that a crash cut off in the middle', async () => {
    const whole = await contentNow();
    await writeFile(fixture.file, whole.slice(0, -40));
    expect(await kindsOf()).toEqual(['OUTSIDE_SEAL_MISSING', 'OUTSIDE_UNREADABLE']);
    await fixture.seal();
    expect((await contentNow()).startsWith(whole)).toBe(true);
    expect(await fixture.verify()).toMatchObject({ isIntact: true, sealCount: 4 });
  });

  it('has a line completed of which only the newline is missing', async () => {
    const whole = await contentNow();
    await writeFile(fixture.file, whole.slice(0, -1));
    await fixture.seal();
    expect((await contentNow()).startsWith(whole)).toBe(true);
  });

  it('is left alone, and loudly, when it ends in a part of something else', async () => {
    await appendFile(fixture.file, '{"algorithm":"ED25519.1","digest":"SHA256.1.of-a-seal-nobody-knows');
    expect(await kindsOf()).toEqual(['OUTSIDE_UNREADABLE']);
    await expectRefusal('OUTSIDE_UNREADABLE');
    await edit(([one, two]) => [one, two] as string[]);
    await appendFile(fixture.file, '{"not":"the third');
    await expectRefusal('OUTSIDE_UNREADABLE');
  });

  it('is left alone, and loudly, when it is ahead of the database', async () => {
    await fixture.tamper('DELETE FROM journal_seal WHERE ordinal = 3');
    await expectRefusal('OUTSIDE_SEAL_EXTRA');
  });

  it('is left alone, and loudly, when it differs from the database', async () => {
    await edit(
      ([one, two, three]) => [one, two, three?.replace('"entryCount":10', '"entryCount":9')] as string[],
    );
    await expectRefusal('OUTSIDE_SEAL_DIFFERENT');
  });

  it('takes no seal from the database that this service did not make', async () => {
    await fixture.tamper(`
      INSERT INTO journal_seal SELECT 4, 31, 31, 1, 0, digest, fingerprints, hash, sealed_at, algorithm, key_id, hash, signature
        FROM journal_seal WHERE ordinal = 3`);
    await expectRefusal('SEAL_CHANGED');
  });
});
