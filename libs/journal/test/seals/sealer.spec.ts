import { setTimeout as sleep } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { metrics } from '@lianxin/service-kit';
import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { parseSealLine, sealKeysOf, signerOf } from '../../src/index.js';
import type { Seal } from '../../src/index.js';
import { SealsFixture, SERVICE } from './seals.fixture.js';

describe('the sealer', () => {
  let fixture: SealsFixture;

  beforeEach(async () => {
    fixture = await SealsFixture.start();
  });
  afterEach(() => fixture.stop());

  const outside = async (): Promise<Seal[]> =>
    (await fixture.lines()).map((line) => parseSealLine(line) as Seal);
  const broken = async (): Promise<number | undefined> =>
    (await metrics.getSingleMetric('lianxin_journal_broken')?.get())?.values[0]?.value;

  async function until(isSo: () => Promise<boolean>, timeoutMs = 15_000): Promise<void> {
    for (const end = Date.now() + timeoutMs; !(await isSo()) && Date.now() < end;) await sleep(20);
    expect(await isSo()).toBe(true);
  }

  async function publish(count: number): Promise<void> {
    await fixture.write(count);
    await fixture.publish();
  }

  it('covers every position once, in bounded seals of which each names the one before and how it is signed', async () => {
    await publish(23);
    await fixture.seal();
    const seals = await outside();
    expect(
      seals.map(({ fromPosition, toPosition, entryCount }) => [fromPosition, toPosition, entryCount]),
    ).toEqual([
      [1, 10, 10],
      [11, 20, 10],
      [21, 23, 3],
    ]);
    expect(seals.map(({ previousHash }) => previousHash)).toEqual([null, seals[0]?.hash, seals[1]?.hash]);
    const { keyId } = signerOf(fixture.config);
    for (const seal of seals) {
      expect(seal).toMatchObject({ service: SERVICE, algorithm: 'ED25519.1', keyId });
      expect(seal.digest).toMatch(/^SHA256\.1\./);
      expect(sealKeysOf(fixture.config).verify(seal.algorithm, keyId, seal.hash, seal.signature)).toBe(true);
    }
    await fixture.seal();
    expect(await outside()).toHaveLength(3);
  });

  it('leaves alone what has no position yet', async () => {
    await fixture.write(5);
    await fixture.seal();
    expect(await fixture.verify()).toMatchObject({ isIntact: true, sealCount: 0, waitingCount: 5 });
  });

  it('runs beside the service: at once when it starts, and then in bundles', async () => {
    await publish(12);
    const sealer = fixture.sealer();
    sealer.start();
    await until(async () => (await fixture.verify()).sealedPosition === 10);
    await publish(11);
    await until(async () => (await fixture.verify()).sealedPosition >= 20);
    await sealer.stop();
    expect(await broken()).toBe(0);
  });

  it('is one at a time', async () => {
    await publish(5);
    const first = fixture.sealer();
    await first.drain();
    await publish(5);
    const second = fixture.sealer();
    await second.drain();
    expect(await outside()).toHaveLength(1);
    await first.stop();
    await second.drain();
    expect(await outside()).toHaveLength(2);
    await second.stop();
  });

  it.each([
    ['was changed', `UPDATE journal_entry SET area_code = '3' WHERE id = $entry`, 'ENTRY_CHANGED'],
    ['is missing', `DELETE FROM journal_entry WHERE id = $entry`, 'ENTRY_MISSING'],
    ['has lost its position', `DELETE FROM journal_position WHERE entry_id = $entry`, 'POSITION_MISSING'],
  ])('never seals an entry that %s, and says which', async (_what, change, kind) => {
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    await publish(15);
    const { id } = await fixture.entryAt(13);
    await fixture.tamper(change.replace('$entry', `'${id}'`));
    const sealer = fixture.sealer({ SEAL_INTERVAL_S: 1 });
    sealer.start();
    await until(async () => error.mock.calls.length > 0).finally(() => sealer.stop());
    expect(await broken()).toBe(1);
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ kind, position: 13 }));
    error.mockRestore();
    const seals = await outside();
    expect(seals.at(-1)).toMatchObject({ toPosition: 12 });
    await expect(fixture.seal()).rejects.toMatchObject({ fault: { kind, position: 13 } });
    expect(await outside()).toEqual(seals);
  });

  it('seals with a new key after the old one, and both verify', async () => {
    await publish(10);
    await fixture.seal();
    const former = signerOf(fixture.config).keyId;
    fixture.rotateKey();
    await publish(10);
    await fixture.seal();
    expect((await outside()).map(({ keyId }) => keyId)).toEqual([former, signerOf(fixture.config).keyId]);
    expect((await fixture.verify()).isIntact).toBe(true);
    fixture.config = { ...fixture.config, SEAL_PUBLIC_KEYS: [] };
    expect(await fixture.verify()).toMatchObject({
      first: { kind: 'SEAL_KEY_UNKNOWN', position: 1, seal: 1 },
    });
  });

  it('may add seals with the rights of the service, and neither change nor remove one, nor say what a restore lost', async () => {
    await publish(3);
    await fixture.seal();
    const client = new Client({ connectionString: fixture.databaseUrl });
    await client.connect();
    for (const statement of [
      `UPDATE journal_seal SET digest = ''`,
      `DELETE FROM journal_seal`,
      `TRUNCATE journal_seal`,
      `INSERT INTO journal_restoration VALUES (1, now(), 1, 1, '')`,
      `UPDATE journal_entry SET area_code = ''`,
    ])
      await expect(client.query(statement)).rejects.toThrow('permission denied');
    await client.end();
  });

  it('keeps nothing personal and no free text in a seal', async () => {
    await publish(3);
    await fixture.seal();
    expect(await readFile(fixture.file, 'utf8')).not.toMatch(/网格|A256GCM/);
  });

  it('is verified while the service writes and seals', async () => {
    const sealer = fixture.sealer();
    sealer.start();
    const verdicts = [];
    for (let round = 0; round < 5; round += 1) {
      const writing = publish(11);
      verdicts.push(await fixture.verify());
      await writing;
    }
    await sealer.stop();
    await fixture.seal();
    verdicts.push(await fixture.verify());
    expect(verdicts.map(({ first }) => first)).toEqual(verdicts.map(() => null));
    expect(verdicts.at(-1)).toMatchObject({ entryCount: 55, sealedPosition: 55 });
  });
});
