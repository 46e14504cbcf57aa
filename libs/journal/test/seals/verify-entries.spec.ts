import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aSealKey } from '@lianxin/testing';
import { hashEntry, hashSeal, lineOf, SEAL_COLUMNS, SealDigest, signerOf } from '../../src/index.js';
import type { FaultKind, Seal } from '../../src/index.js';
import { SealsFixture, SERVICE } from './seals.fixture.js';

const LAST_SEALED = 30;
const LAST_POSITION = 33;

/** 33 entries with positions, 30 of them under three seals, and two that wait. */
describe('a walk through the journal', () => {
  let fixture: SealsFixture;

  beforeEach(async () => {
    fixture = await SealsFixture.start();
    await fixture.write(LAST_SEALED);
    await fixture.publish();
    await fixture.seal();
    await fixture.write(LAST_POSITION - LAST_SEALED);
    await fixture.publish();
    await fixture.write(2);
  });
  afterEach(() => fixture.stop());

  const entry = (position: number): string =>
    `id = (SELECT entry_id FROM journal_position WHERE position = ${position})`;
  const changeAt = (position: number, change: string): Promise<void> =>
    fixture.tamper(`UPDATE journal_entry SET ${change} WHERE ${entry(position)}`);
  const swap = (one: number, other: number): Promise<void> =>
    fixture.tamper(`
      UPDATE journal_position SET position = -position WHERE position IN (${one}, ${other});
      UPDATE journal_position SET position = ${one} + ${other} + position WHERE position < 0`);
  const cutAfter = (position: number): string => `
    DELETE FROM journal_entry WHERE id IN (SELECT entry_id FROM journal_position WHERE position > ${position})
      OR id IN (SELECT entry_id FROM outbox);
    DELETE FROM outbox;
    DELETE FROM journal_position WHERE position > ${position}`;
  const setRelay = (position: number): string =>
    `UPDATE relay_state SET last_position = ${position}, published_position = ${position}`;

  async function expectFirst(kind: FaultKind, position: number | null): Promise<void> {
    const verdict = await fixture.verify();
    expect(verdict).toMatchObject({ isIntact: false, first: { kind, position } });
  }

  it('finds a journal intact that nobody touched, and says how far it is sealed', async () => {
    expect(await fixture.verify()).toMatchObject({
      isIntact: true,
      first: null,
      faultCount: 0,
      entryCount: 35,
      waitingCount: 2,
      lastPosition: LAST_POSITION,
      sealCount: 3,
      sealedPosition: LAST_SEALED,
      restorationCount: 0,
    });
  });

  it('finds an empty journal intact', async () => {
    const empty = await SealsFixture.start();
    await empty.seal();
    expect(await empty.verify()).toMatchObject({ isIntact: true, entryCount: 0, sealCount: 0 });
    await empty.stop();
  });

  it.each([
    ['payload', `data = jsonb_set(data, '{anything,number}', '-1')`],
    ['ciphertext', `sealed = jsonb_set(sealed, '{text}', '"A256GCM.1.y"')`],
    ['ciphertexts', `sealed = NULL`],
    ['author', `actor_subject = gen_random_uuid()`],
    ['post', `actor_role = 'RESIDENT'`],
    ['grant', `actor_grant_id = NULL`],
    ['area', `area_code = '361104111002'`],
    ['time by a second', `recorded_at = recorded_at + interval '1 second'`],
    ['time by a microsecond', `recorded_at = recorded_at + interval '1 microsecond'`],
    ['hash', `hash = 'SHA256.1.' || repeat('A', 43)`],
  ])('names the entry whose %s was changed, sealed or not', async (_what, change) => {
    await changeAt(32, change);
    await expectFirst('ENTRY_CHANGED', 32);
    await changeAt(14, change);
    const { aggregateId, sequence, id } = await fixture.entryAt(14);
    const verdict = await fixture.verify();
    expect(verdict.first).toMatchObject({ position: 14, aggregateId, sequence, entryId: id });
    expect(verdict.first?.kind).toBe('ENTRY_CHANGED');
    expect(verdict.faultCount).toBeGreaterThanOrEqual(2);
  });

  it('names an entry that waits and was changed', async () => {
    await fixture.tamper(
      `UPDATE journal_entry SET area_code = '3' WHERE id = (SELECT entry_id FROM outbox ORDER BY ordinal LIMIT 1)`,
    );
    await expectFirst('ENTRY_CHANGED', null);
  });

  it('names the position whose entry was deleted', async () => {
    await fixture.tamper(`DELETE FROM journal_entry WHERE ${entry(14)}`);
    await expectFirst('ENTRY_MISSING', 14);
    await fixture.tamper(`DELETE FROM journal_position WHERE position = 14`);
    await expectFirst('POSITION_MISSING', 14);
  });

  it('sees that an entry was deleted and those after it moved up', async () => {
    await fixture.tamper(`
      DELETE FROM journal_entry WHERE ${entry(29)};
      DELETE FROM journal_position WHERE position = 29;
      UPDATE journal_position SET position = -position WHERE position > 29;
      UPDATE journal_position SET position = -position - 1 WHERE position < 0;
      ${setRelay(LAST_POSITION - 1)}`);
    await expectFirst('SEALED_ENTRY_DIFFERENT', 29);
  });

  it('names the first of the last entries when they were deleted', async () => {
    await fixture.tamper(cutAfter(31));
    await expectFirst('TAIL_MISSING', 32);
  });

  it('sees by the seals outside that the end was cut off with every trace of it in the database', async () => {
    await fixture.tamper(`${cutAfter(24)}; ${setRelay(24)}; DELETE FROM journal_seal WHERE ordinal = 3`);
    const verdict = await fixture.verify();
    expect(verdict.faults.map(({ kind, position }) => [kind, position])).toEqual([
      ['OUTSIDE_SEAL_EXTRA', 21],
      ['TAIL_MISSING', 25],
    ]);
  });

  it('cannot know of a cut behind the last seal that left no trace: only the seals see it', async () => {
    await fixture.tamper(`${cutAfter(LAST_SEALED)}; ${setRelay(LAST_SEALED)}`);
    expect((await fixture.verify()).isIntact).toBe(true);
  });

  it('sees that two positions were exchanged', async () => {
    await swap(12, 15);
    const kinds = (await fixture.verify()).faults.map(({ kind, position }) => [kind, position]);
    expect(kinds).toEqual([
      ['ORDER_BROKEN', 12],
      ['SEALED_ENTRY_DIFFERENT', 12],
    ]);
    await swap(12, 15);
    expect((await fixture.verify()).isIntact).toBe(true);
    await swap(13, 14);
    expect((await fixture.verify()).faults).toMatchObject([{ kind: 'SEALED_ENTRY_DIFFERENT', position: 13 }]);
  });

  it('names an entry that was replaced by another with the right hash', async () => {
    await fixture.rewriteFrom(14, { anything: 'forged' }, 1);
    const verdict = await fixture.verify();
    expect(verdict.faults.map(({ kind, position }) => [kind, position])).toEqual([
      ['SEALED_ENTRY_DIFFERENT', 14],
      ['CHAIN_BROKEN', 17],
    ]);
  });

  it('knows by the seals alone that a whole chain was made anew, and where that begins', async () => {
    await fixture.rewriteFrom(14, { anything: 'forged' });
    const verdict = await fixture.verify();
    const { id } = await fixture.entryAt(14);
    expect(verdict.faults.map(({ kind, position, seal }) => [kind, position, seal])).toEqual([
      ['SEALED_ENTRY_DIFFERENT', 14, 2],
      ['SEALED_ENTRY_DIFFERENT', 23, 3],
    ]);
    expect(verdict.first?.entryId).toBe(id);
    expect(verdict.sealedPosition).toBe(10);
  });

  it('sees an entry that was slipped in with the right hash', async () => {
    const last = await fixture.entryAt(33);
    const { hash: _hash, ...content } = { ...last, id: randomUUID(), aggregateId: randomUUID(), sequence: 1 };
    const forged = { ...content, previousHash: null };
    await fixture.journal.sql(
      `INSERT INTO journal_entry SELECT $1, aggregate_type, $2, 1, type, recorded_at, area_code, actor_subject,
         actor_grant_id, actor_role, correlation_id, causation_id, data, sealed, NULL, $3
         FROM journal_entry WHERE id = $4`,
      [forged.id, forged.aggregateId, hashEntry(forged), last.id],
    );
    await expectFirst('NOT_QUEUED', null);
    await fixture.journal.sql(`INSERT INTO journal_position VALUES (34, $1)`, [forged.id]);
    await expectFirst('RELAY_BEHIND', 34);
  });

  it('sees an entry that misses its predecessor, and one that waits twice', async () => {
    await fixture.tamper(`UPDATE journal_entry SET aggregate_id = 'other' WHERE ${entry(31)}`);
    expect((await fixture.verify()).faults.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['ENTRY_CHANGED', 'SEQUENCE_BROKEN']),
    );
    await fixture.tamper(
      `INSERT INTO outbox (entry_id) SELECT entry_id FROM journal_position WHERE position = 3`,
    );
    await expectFirst('QUEUED_TWICE', 3);
  });

  it('keeps the first faults when there are many', async () => {
    await fixture.tamper(`UPDATE journal_entry SET area_code = '3'`);
    const verdict = await fixture.verify();
    expect(verdict.faultCount).toBe(35);
    expect(verdict.faults.map(({ position }) => position)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  describe('of which a seal was touched', () => {
    const sealAt = async (ordinal: number): Promise<Seal> => {
      const [seal] = await fixture.journal.sql<Omit<Seal, 'service'>>(
        `SELECT ${SEAL_COLUMNS} FROM journal_seal WHERE ordinal = $1`,
        [ordinal],
      );
      return { ...seal, service: SERVICE } as Seal;
    };
    const store = ({ ordinal, digest, keyId, hash, signature }: Seal): Promise<unknown> =>
      fixture.journal.sql(
        `UPDATE journal_seal SET digest = $2, key_id = $3, hash = $4, signature = $5 WHERE ordinal = $1`,
        [ordinal, digest, keyId, hash, signature],
      );
    const kindsOf = async (): Promise<FaultKind[]> => (await fixture.verify()).faults.map(({ kind }) => kind);

    it('names a seal that was changed', async () => {
      await fixture.tamper(
        `UPDATE journal_seal SET sealed_at = sealed_at + interval '1 day' WHERE ordinal = 2`,
      );
      expect(await kindsOf()).toEqual(['SEAL_CHANGED', 'OUTSIDE_SEAL_DIFFERENT']);
    });

    it('names a seal that was replaced without the key', async () => {
      const seal = { ...(await sealAt(2)), digest: 'SHA256.1.x' };
      await store({ ...seal, hash: hashSeal(seal) });
      expect(await kindsOf()).toEqual([
        'SEAL_SIGNATURE_WRONG',
        'OUTSIDE_SEAL_DIFFERENT',
        'SEALED_ENTRY_DIFFERENT',
        'SEAL_CHAIN_BROKEN',
      ]);
    });

    it('names a seal that was signed with another key', async () => {
      const forger = signerOf({ SEAL_PRIVATE_KEY: aSealKey() });
      const seal = { ...(await sealAt(3)), keyId: forger.keyId };
      const hash = hashSeal(seal);
      await store({ ...seal, hash, signature: forger.sign(hash) });
      expect(await kindsOf()).toEqual(['SEAL_KEY_UNKNOWN', 'OUTSIDE_SEAL_DIFFERENT']);
      const posing = { ...(await sealAt(3)), keyId: signerOf(fixture.config).keyId };
      const posingHash = hashSeal(posing);
      await store({ ...posing, hash: posingHash, signature: forger.sign(posingHash) });
      expect(await kindsOf()).toEqual(['SEAL_SIGNATURE_WRONG', 'OUTSIDE_SEAL_DIFFERENT']);
    });

    it('names a seal that leaves positions out, even if it was signed with the key', async () => {
      const last = await sealAt(3);
      const digest = new SealDigest([]);
      for (const position of [32, 33]) digest.add(position, (await fixture.entryAt(position)).hash);
      const content = { ...last, ordinal: 4, fromPosition: 32, toPosition: 33, entryCount: 2 };
      const unsigned = {
        ...{ ...content, fingerprints: digest.fingerprints, digest: digest.digest() },
        previousHash: last.hash,
      };
      const hash = hashSeal(unsigned);
      const seal = { ...unsigned, hash, signature: signerOf(fixture.config).sign(hash) };
      await fixture.journal.sql(
        `INSERT INTO journal_seal SELECT 4, 32, 33, 2, 0, $1, $2, $3, sealed_at, algorithm, key_id, $4, $5
           FROM journal_seal WHERE ordinal = 3`,
        [seal.digest, seal.fingerprints, seal.previousHash, seal.hash, seal.signature],
      );
      await fixture.writeLines([...(await fixture.lines()), lineOf(seal)]);
      expect(await kindsOf()).toEqual(['SEAL_RANGE_WRONG']);
    });

    it('names a seal that was deleted', async () => {
      await fixture.tamper(`DELETE FROM journal_seal WHERE ordinal = 2`);
      expect(await kindsOf()).toEqual(['OUTSIDE_SEAL_EXTRA', 'SEAL_MISSING']);
      await fixture.tamper(`DELETE FROM journal_seal`);
      expect(await kindsOf()).toEqual(['OUTSIDE_SEAL_EXTRA', 'OUTSIDE_SEAL_EXTRA', 'OUTSIDE_SEAL_EXTRA']);
    });
  });
});
