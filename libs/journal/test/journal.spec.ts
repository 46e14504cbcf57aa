import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Role } from '@lianxin/access';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { hashEntry, HistoryBrokenError, MAX_MESSAGE_BYTES } from '../src/index.js';
import type { Fact, JournalEntry } from '../src/index.js';
import { ACTOR, JournalFixture, SomethingHappened } from './journal.fixture.js';

/** Whether each entry's hash is that of its content and it names the hash before it. */
function isChained(entries: readonly JournalEntry[]): boolean {
  return entries.every(({ hash, ...entry }, index) => {
    const previous = entries[index - 1]?.hash ?? null;
    return hashEntry(entry) === hash && entry.previousHash === previous && entry.sequence === index + 1;
  });
}

describe('the journal', () => {
  let fixture: JournalFixture;

  beforeAll(async () => {
    fixture = await JournalFixture.start();
  });
  afterAll(() => fixture.stop());

  const historyOf = (aggregateId: string): Promise<JournalEntry[]> =>
    fixture.database.read(ACTOR, (tx) => fixture.journal.history(tx, [aggregateId]));

  /** Whether the history is refused, and the operators are told at which entry it breaks. */
  async function expectBroken(aggregateId: string, sequence: number): Promise<void> {
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    await expect(historyOf(aggregateId)).rejects.toBeInstanceOf(HistoryBrokenError);
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ aggregateId, sequence }));
    error.mockRestore();
  }

  async function aChain(payloads: readonly unknown[]): Promise<string> {
    const aggregateId = randomUUID();
    for (const anything of payloads) {
      await fixture.write(aggregateId, {
        data: { anything },
        sealed: { text: 'A256GCM.1.x', note: 'A256GCM.1.y' },
      });
    }
    return aggregateId;
  }

  it('can be verified from its stored rows alone, whatever the payload', async () => {
    const payload = fc.jsonValue({ stringUnit: 'grapheme', depthSize: 'medium' });
    await fc.assert(
      fc.asyncProperty(fc.array(payload, { minLength: 1, maxLength: 4 }), async (payloads) => {
        const stored = await historyOf(await aChain(payloads));
        expect(stored).toHaveLength(payloads.length);
        expect(isChained(stored)).toBe(true);
      }),
      { numRuns: 25, examples: [[[{ b: 1, a: { d: [null, 1.5e300], c: '王\n' } }, { '': 0.1 }]]] },
    );
  });

  it('records several facts of one aggregate at once, chained to what was there', async () => {
    const aggregateId = await aChain(['first']);
    const fact = (anything: unknown, of = aggregateId): Fact<{ anything: unknown }> => ({
      event: SomethingHappened,
      aggregateId: of,
      areaCode: '361104111001',
      data: { anything },
      grant: { id: randomUUID(), role: Role.SYSTEM, areaCode: '', departmentId: null },
    });
    await fixture.database.write(ACTOR, (tx) =>
      fixture.journal.recordAll(tx, ACTOR, [
        fact('second'),
        fact({ third: [1, [2, { b: 1, a: 2 }]] }),
        fact('fourth'),
      ]),
    );
    const stored = await historyOf(aggregateId);
    expect(stored.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(isChained(stored)).toBe(true);
    const ids = stored.map(({ id }) => id);
    const waiting = await fixture.sql<{ id: string }>('SELECT entry_id AS id FROM outbox ORDER BY ordinal');
    expect(waiting.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual(ids);
    const mixed = [fact('fifth'), fact('of another', randomUUID())];
    await expect(
      fixture.database.write(ACTOR, (tx) => fixture.journal.recordAll(tx, ACTOR, mixed)),
    ).rejects.toThrow('several aggregates');
  });

  it.each([
    ['its payload', `data = jsonb_set(data, '{anything}', '"changed"')`],
    ['its ciphertext', `sealed = jsonb_set(sealed, '{text}', '"changed"')`],
    ['its author', `actor_subject = gen_random_uuid()`],
    ['the post of its author', `actor_role = 'RESIDENT'`],
    ['its time', `recorded_at = recorded_at + interval '1 second'`],
    ['its place', `area_code = '361104111002'`],
    ['its type', `type = 'journal.NothingHappened.v1'`],
    ['what it follows', `previous_hash = hash`],
    ['its cause', `causation_id = gen_random_uuid()`],
  ])('shows when somebody past every right changed %s', async (_what, change) => {
    const aggregateId = await aChain(['one', 'two', 'three']);
    expect(isChained(await historyOf(aggregateId))).toBe(true);
    await fixture.sql(`UPDATE journal_entry SET ${change} WHERE aggregate_id = $1 AND sequence = 2`, [
      aggregateId,
    ]);
    await expectBroken(aggregateId, 2);
  });

  it('shows when an entry was taken out of the middle', async () => {
    const aggregateId = await aChain(['one', 'two', 'three']);
    await fixture.sql(
      `DELETE FROM outbox WHERE entry_id IN (SELECT id FROM journal_entry WHERE aggregate_id = $1)`,
      [aggregateId],
    );
    await fixture.sql(`DELETE FROM journal_entry WHERE aggregate_id = $1 AND sequence = 2`, [aggregateId]);
    await expectBroken(aggregateId, 3);
  });

  it('shows the other matters while one is broken', async () => {
    const [whole, broken] = [await aChain(['one', 'two']), await aChain(['one', 'two'])];
    await fixture.sql(`UPDATE journal_entry SET area_code = '3' WHERE aggregate_id = $1`, [broken]);
    expect(await historyOf(whole)).toHaveLength(2);
    await expectBroken(broken, 1);
  });

  it('records nothing of a transaction that fails, and nothing that the contract does not allow', async () => {
    const aggregateId = randomUUID();
    const failing = fixture.database.write(ACTOR, async (tx) => {
      await fixture.record(tx, aggregateId);
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    const data = { anything: 1, name: '王大爷' } as { anything: unknown };
    await expect(fixture.write(aggregateId, { event: SomethingHappened, data })).rejects.toThrow(
      /unrecognized/i,
    );
    expect(await historyOf(aggregateId)).toEqual([]);
    const [count] = await fixture.sql(
      `SELECT count(*)::int AS orphans FROM outbox o LEFT JOIN journal_entry j ON j.id = o.entry_id WHERE j.id IS NULL`,
    );
    expect(count).toEqual({ orphans: 0 });
  });

  it('refuses what no transport would carry, whatever its letters, and nothing smaller', async () => {
    const aggregateId = randomUUID();
    const bytes = (text: string, count: number): string => text.repeat(count / Buffer.byteLength(text));
    for (const text of ['x', '网']) {
      const tooLarge = fixture.write(aggregateId, { data: { anything: bytes(text, MAX_MESSAGE_BYTES) } });
      await expect(tooLarge).rejects.toMatchObject({
        code: 'EVENT_TOO_LARGE',
        details: { type: 'journal.SomethingHappened.v1', maxBytes: MAX_MESSAGE_BYTES },
      });
      await fixture.write(aggregateId, { data: { anything: bytes(text, MAX_MESSAGE_BYTES - 1_200) } });
    }
    expect(await historyOf(aggregateId)).toHaveLength(2);
  });

  it('gives no sequence of an aggregate twice', async () => {
    const aggregateId = randomUUID();
    await fixture.write(aggregateId);
    await expect(fixture.write(aggregateId, { isFirst: true })).rejects.toThrow(
      'journal_entry_aggregate_sequence_key',
    );
  });
});
