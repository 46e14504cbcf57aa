import { describe, expect, it } from '@jest/globals';
import { hashEntry } from '@lianxin/journal';
import { randomUUID } from 'node:crypto';
import type { Finding } from '../findings.js';
import { checkJournal, type PlacedEntry } from './journal-check.js';
import { soundJournal } from './planted.fixture.js';
import { checkRestored, type Restored } from './restored-check.js';

const before = soundJournal(4);
const [restored, used] = [7, 12];
const idsOf = (entries: readonly PlacedEntry[]): string[] => entries.map(({ id }) => id);
const kept = before.slice(0, restored);
/** Recorded at the moment, and published only after it. */
const waiting: PlacedEntry = { ...(before[restored] as PlacedEntry), position: used + 1 };
const after = [...kept, waiting];

/** A restore to just behind the eighth entry, one more than the clients could be sure of. */
const sound: Restored = {
  ...{ service: 'grid-registry', before, after, restored, used },
  surely: new Set(idsOf(kept)),
  atMost: new Set(idsOf(before.slice(0, restored + 2))),
  named: idsOf(before.slice(restored + 1)),
};
const kindsOf = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ kind }) => kind))];
const check = (change: Partial<Restored>): string[] => kindsOf(checkRestored({ ...sound, ...change }));
const replaced = (index: number, change: Partial<PlacedEntry>): PlacedEntry[] =>
  after.map((entry, each) => (each === index ? { ...entry, ...change } : entry));
const rewritten = (entry: PlacedEntry): PlacedEntry => {
  const { hash: _hash, position, ...content } = { ...entry, data: { step: 'other' } };
  return { ...content, position, hash: hashEntry(content) };
};

describe('a restored journal against the one before', () => {
  it('is sound when it ends at the moment and all that is lost is named', () =>
    expect(check({})).toEqual([]));

  it.each<[string, () => Partial<Restored>, string]>([
    [
      'an entry from before the moment is gone, though it is named',
      () => ({ after: after.slice(1), named: [...sound.named, before[0]?.id ?? ''] }),
      'lost',
    ],
    [
      'an entry from after the moment is there',
      () => ({
        after: [...after, { ...(before[11] as PlacedEntry), position: used + 2 }],
        named: sound.named.slice(0, -1),
      }),
      'doubled',
    ],
    [
      'an entry is there that never was',
      () => ({ after: [...after, { ...waiting, id: randomUUID() }] }),
      'doubled',
    ],
    [
      'an entry is other than it was',
      () => ({ after: [...after.slice(1), rewritten(before[0] as PlacedEntry)] }),
      'lost',
    ],
    ['a lost entry is not named', () => ({ named: sound.named.slice(1) }), 'lost'],
    [
      'an entry is named that is not lost',
      () => ({ named: [...sound.named, before[0]?.id ?? ''] }),
      'doubled',
    ],
    ['an entry is named twice', () => ({ named: [...sound.named, sound.named[0] ?? ''] }), 'doubled'],
    ['an entry is at another position', () => ({ after: replaced(2, { position: 4 }) }), 'disordered'],
    [
      'a position that was lost is given again',
      () => ({ after: replaced(7, { position: 9 }) }),
      'disordered',
    ],
    [
      'positions that were used are not passed over',
      () => ({ used: 11, after: kept, atMost: sound.surely, named: idsOf(before.slice(7)) }),
      'disordered',
    ],
  ])('is found wrong when %s', (_what, change, kind) => {
    expect(check(change())).toContain(kind);
  });

  it('has one gap, where the lost positions were, and no other', () => {
    const passedOver = { from: restored + 1, to: used };
    const found = (entries: readonly PlacedEntry[]): string[] =>
      kindsOf(checkJournal('grid-registry', entries, passedOver));
    expect(found(after)).toEqual([]);
    expect(found(kept)).toEqual([]);
    expect(found(replaced(7, { position: restored + 1 }))).toEqual(['disordered']);
    expect(found(replaced(7, { position: used + 2 }))).toEqual(['disordered']);
    expect(kindsOf(checkJournal('grid-registry', after))).toEqual(['disordered']);
  });
});
