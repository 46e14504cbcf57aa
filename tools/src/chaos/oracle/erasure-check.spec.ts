import { describe, expect, it } from '@jest/globals';
import type { Act } from '../load/acts.js';
import type { Person } from '../load/forgotten.js';
import type { Outcome } from '../load/ledger.js';
import type { Sender } from '../load/sender.js';
import { checkErasures } from './erasure-check.js';

const person = (account: string): Person => ({
  ...{ account, personId: account, areaCode: '361104111001', gridEventId: `event of ${account}` },
});
const [erased, remembered] = [person('resident'), person('grid-worker')];
const gone = [{ field: 'text', words: null }];
const there = [{ field: 'text', words: '路灯' }];

/** A gateway that answers these words, and this to a report. */
function check(
  words: Readonly<Record<string, object[]>>,
  outcome: Outcome = { kind: 'refused', code: 'PERSONAL_DATA_ERASED' },
): Promise<string[]> {
  const answerOf = ({ input }: Act): object[] => words[String(input['gridEventId'])] ?? [];
  const steward = { ask: async (act: Act) => answerOf(act), send: async () => ({ outcome }) };
  const people = { erased: [erased], remembered: [remembered] };
  return checkErasures(steward as unknown as Sender, people, 10).then((found) =>
    found.map(({ kind }) => kind),
  );
}

describe('people who were forgotten', () => {
  const sound = { [erased.gridEventId]: gone, [remembered.gridEventId]: there };

  it('are forgotten when nothing can be read or taken down, and the others still can', async () => {
    expect(await check(sound)).toEqual([]);
  });

  it('are not when their words can be read', async () => {
    expect(await check({ ...sound, [erased.gridEventId]: there })).toEqual(['lost']);
  });

  it('have not taken their event with them', async () => {
    expect(await check({ ...sound, [erased.gridEventId]: [] })).toEqual(['lost']);
  });

  it('cannot go on reporting', async () => {
    const acknowledged = { kind: 'acknowledged', aggregateId: 'new' } as const;
    expect(await check(sound, acknowledged)).toEqual(['doubled']);
  });

  it('have not taken others with them', async () => {
    expect(await check({ ...sound, [remembered.gridEventId]: gone })).toEqual(['lost']);
    expect(await check({ ...sound, [remembered.gridEventId]: [] })).toEqual(['lost']);
  });
});
