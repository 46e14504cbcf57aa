import { describe, expect, it } from '@jest/globals';
import { hashEntry } from '@lianxin/journal';
import { randomUUID } from 'node:crypto';
import { checkEffects, PERMISSION_CODES, refusedOnRepeatByPermission } from './effects-check.js';
import type { Finding } from '../findings.js';
import { checkJournal, type PlacedEntry } from './journal-check.js';
import { checkLog } from './log-check.js';
import { framesOf, ledgerOf, logOf, request, soundJournal, swapped } from './planted.fixture.js';
import { checkSubscriber } from './subscriber-check.js';

const entries = soundJournal(4);
const kinds = (findings: readonly Finding[]): string[] =>
  [...new Set(findings.map(({ kind }) => kind))].sort();
const at = (index: number): PlacedEntry => entries[index] as PlacedEntry;
const without = <T>(items: readonly T[], index: number): T[] => items.filter((_, each) => each !== index);

describe('what clients know against the journal', () => {
  const ledger = ledgerOf(entries);
  const unknown = { kind: 'unknown', why: 'gone' } as const;
  const refused = { kind: 'refused', code: 'FORBIDDEN' } as const;

  const refusedWith = (code: string) => ({ kind: 'refused', code }) as const;
  const effectsOf = (
    given: Parameters<typeof checkEffects>[0],
    found: Parameters<typeof checkEffects>[1],
    moment: Parameters<typeof checkEffects>[2] = 'before retries',
  ): Finding[] => checkEffects(given, found, moment);

  it('is satisfied with what is as it was told', () => {
    expect(effectsOf(ledger, entries)).toEqual([]);
    const others = [request(randomUUID(), refused), request(randomUUID(), unknown), request(randomUUID())];
    expect(effectsOf([...ledger, ...others], entries)).toEqual([]);
  });

  it('finds what was acknowledged and is gone', () => {
    expect(kinds(effectsOf(ledger, without(entries, 5)))).toEqual(['lost']);
  });

  it('finds what was done twice', () => {
    expect(kinds(effectsOf(ledger, [...entries, { ...at(3), id: randomUUID() }]))).toEqual(['doubled']);
  });

  it('finds what was acknowledged for something else', () => {
    const told = { kind: 'acknowledged', aggregateId: randomUUID() } as const;
    expect(kinds(effectsOf([...without(ledger, 0), request(at(0).correlationId, told)], entries))).toEqual([
      'lost',
    ]);
  });

  it('finds the effect of what was refused, or was to be', () => {
    const others = without(ledger, 0);
    const id = at(0).correlationId;
    const allowed = { kind: 'acknowledged', aggregateId: at(0).aggregateId } as const;
    expect(kinds(effectsOf([...others, request(id, refused)], entries))).toEqual(['doubled']);
    expect(kinds(effectsOf([...others, request(id, unknown, refused)], entries))).toEqual([]);
    expect(kinds(effectsOf([...others, { ...request(id, allowed), mustBeRefused: true }], entries))).toEqual([
      'doubled',
    ]);
  });

  it('lets what nobody knows of be there once, and not twice', () => {
    const others = without(ledger, 0);
    const unsure = request(at(0).correlationId, unknown);
    expect(effectsOf([...others, unsure], entries)).toEqual([]);
    expect(kinds(effectsOf([...others, unsure], [...entries, { ...at(0), id: randomUUID() }]))).toEqual([
      'doubled',
    ]);
  });

  it('finds what nobody knows of even when all is healed, but for what was to be refused', () => {
    const unsure = request(randomUUID(), unknown, unknown);
    for (const left of [unsure, request(randomUUID()), request(at(0).correlationId, unknown)]) {
      const others = ledger.filter(({ id }) => id !== left.id);
      expect(kinds(effectsOf([...others, left], entries))).toEqual([]);
      expect(kinds(effectsOf([...others, left], entries, 'healed'))).toEqual(['lost']);
    }
    expect(effectsOf([...ledger, { ...unsure, mustBeRefused: true }], entries, 'healed')).toEqual([]);
  });

  it('finds what was done and is refused when sent again, but for what may not be read any more', () => {
    const others = without(ledger, 0);
    const repeated = (code: string) => request(at(0).correlationId, unknown, refusedWith(code));
    const wrong = repeated('GRID_EVENT_NOT_IN_STATE');
    expect(kinds(effectsOf([...others, wrong], entries, 'healed'))).toEqual(['doubled']);
    expect(kinds(effectsOf([...others, wrong], without(entries, 0), 'healed'))).toEqual([]);
    expect(refusedOnRepeatByPermission([wrong], entries)).toBe(0);
    for (const code of PERMISSION_CODES) {
      expect(effectsOf([...others, repeated(code)], entries, 'healed')).toEqual([]);
      expect(refusedOnRepeatByPermission([repeated(code)], entries)).toBe(1);
      expect(refusedOnRepeatByPermission([repeated(code)], without(entries, 0))).toBe(0);
    }
  });

  it('lets a look be recorded as often as it may have been taken, and not once more', () => {
    const others = without(ledger, 0);
    const done = { kind: 'acknowledged', aggregateId: null } as const;
    const look = { ...request(at(0).correlationId, unknown, done), mutation: 'revealPersonalData' };
    const twice = [...entries, { ...at(0), id: randomUUID() }];
    expect(effectsOf([...others, look], entries, 'healed')).toEqual([]);
    expect(effectsOf([...others, look], twice, 'healed')).toEqual([]);
    const thrice = [...twice, { ...at(0), id: randomUUID() }];
    expect(kinds(effectsOf([...others, look], thrice, 'healed'))).toEqual(['doubled']);
    expect(kinds(effectsOf([...others, { ...look, mutation: 'closeGridEvent' }], twice))).toEqual([
      'doubled',
    ]);
  });

  it('finds what nobody asked for', () => {
    expect(kinds(effectsOf(without(ledger, 2), entries))).toEqual(['doubled']);
  });
});

describe('the journal by itself', () => {
  const check = (changed: readonly PlacedEntry[]): string[] => kinds(checkJournal('grid-registry', changed));
  const replaced = (index: number, change: Partial<PlacedEntry>): PlacedEntry[] =>
    entries.map((entry, each) => (each === index ? { ...entry, ...change } : entry));

  it('is sound as it was recorded, in whatever order it is read', () => {
    expect(check(entries)).toEqual([]);
    expect(check([...entries].reverse())).toEqual([]);
  });

  it.each([
    ['an entry is deleted', () => without(entries, 5), 'disordered'],
    ['the last entry of an aggregate is deleted', () => without(entries, 8), 'disordered'],
    ['an entry was never published', () => replaced(11, { position: null }), 'lost'],
    ['an entry was changed', () => replaced(4, { data: { step: 'other' } }), 'disordered'],
    [
      'an entry names another predecessor',
      () => replaced(4, { previousHash: at(0).hash + 'x' }),
      'disordered',
    ],
    ['an entry comes twice', () => [...entries, { ...at(4), id: randomUUID(), position: 13 }], 'disordered'],
    ['positions were skipped', () => replaced(11, { position: 13 }), 'disordered'],
  ])('is found wrong when %s', (_what, change, kind) => {
    expect(check(change())).toEqual([kind]);
  });

  it('is found wrong when an entry was changed and hashed anew', () => {
    const { hash: _hash, position, ...content } = { ...at(4), data: { step: 'other' } };
    expect(check(replaced(4, { ...content, position, hash: hashEntry(content) }))).toEqual(['disordered']);
  });
});

describe('the log as somebody else read it', () => {
  const log = logOf(entries);
  const check = (messages: typeof log): string[] => kinds(checkLog('grid-registry', entries, messages));

  it('is sound with repeats, also late ones', () => {
    expect(check(log)).toEqual([]);
    expect(check([...log, ...log.slice(0, 6)])).toEqual([]);
  });

  it('is found wrong when a message is missing', () => expect(check(without(log, 11))).toEqual(['lost']));

  it('is found wrong when two messages of a key are swapped', () =>
    expect(check(swapped(log, 0, 4))).toEqual(['disordered']));

  it('is found wrong when a message says something else', () => {
    const changed = log.map((message, index) =>
      index === 3
        ? { ...message, value: message.value.replace('GRID', 'X').replace('3611', '3612') }
        : message,
    );
    expect(check(changed)).toEqual(['lost']);
  });

  it('is found wrong when a message, or a repeat of it, is on another topic', () => {
    const [first] = log;
    const elsewhere = { ...(first as (typeof log)[number]), topic: 'grid-registry.area' };
    expect(check([elsewhere, ...log.slice(1)])).toEqual(['disordered']);
    expect(check([...log, elsewhere])).toEqual(['disordered']);
  });

  it('is found wrong when it holds what the journal does not', () => {
    const [foreign] = logOf(soundJournal(1));
    expect(check([...log, ...(foreign ? [foreign] : [])])).toEqual(['doubled']);
    expect(check([...log, { topic: 't', key: 'k', value: '{' }])).toEqual(['doubled']);
  });
});

describe('what a subscriber was told', () => {
  const frames = framesOf(entries);
  const check = (told: typeof frames): string[] => kinds(checkSubscriber('websocket', told, entries));

  it('is each change, once, in the order of positions', () => expect(check(frames)).toEqual([]));

  it.each([
    ['one is missing', () => without(frames, 2), 'lost'],
    ['one comes twice', () => [...frames.slice(0, 3), ...frames.slice(2)], 'doubled'],
    ['two are swapped', () => swapped(frames, 1, 6), 'disordered'],
  ])('is found wrong when %s', (_what, change, kind) => {
    expect(check(change())).toContain(kind);
  });
});
