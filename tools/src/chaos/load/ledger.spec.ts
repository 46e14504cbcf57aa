import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastOutcome, Ledger, readLedgers, type Intent } from './ledger.js';

const directory = mkdtempSync(join(tmpdir(), 'lianxin-ledger-spec-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const intent = (id: string): Intent => ({
  ...{
    id,
    requestId: id,
    mutation: 'reportGridEvent',
    account: 'grid-worker',
    digest: 'd',
    mustBeRefused: false,
  },
});

describe('a ledger', () => {
  it('tells what was sent and what came of it, whoever noted that', async () => {
    const [client, steward] = [
      await Ledger.open(directory, 'client'),
      await Ledger.open(directory, 'steward'),
    ];
    for (const id of ['a', 'b', 'c']) await client.intend(intent(id));
    await client.mark('a', { kind: 'acknowledged', aggregateId: 'x' });
    await client.mark('b', { kind: 'unknown', why: 'gone' });
    await steward.mark('b', { kind: 'refused', code: 'FORBIDDEN' });
    await Promise.all([client.close(), steward.close()]);
    const entries = readLedgers(directory);
    expect(entries.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(entries.map((entry) => lastOutcome(entry).kind)).toEqual(['acknowledged', 'refused', 'unknown']);
    expect(entries[1]?.outcomes).toHaveLength(2);
  });
});
