import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CursorSigner } from './cursor.js';

const signer = new CursorSigner(Buffer.alloc(32, 1));
const refusal = expect.objectContaining({ code: 'INVALID_CURSOR' });
const places = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger()), { maxLength: 3 });

describe('a cursor', () => {
  it('stands for the place it was made for', () => {
    fc.assert(
      fc.property(fc.string(), places, (kind, place) =>
        expect(signer.verify(kind, signer.sign(kind, place))).toEqual(place),
      ),
    );
  });

  it('shows neither its place nor how large a number is', () => {
    const positions = [0, 7, 1_234_567, 98_765_432_101_234];
    const cursors = positions.map((position) => signer.sign('feed', [position]));
    expect(new Set(cursors.map(({ length }) => length)).size).toBe(1);
    for (const [index, cursor] of cursors.entries()) {
      const bytes = cursor.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
      expect(bytes.join('')).not.toContain(JSON.stringify([positions[index]]));
    }
  });

  it('is the same for the same place of the same list, and of no other', () => {
    expect(signer.sign('feed', [1, 'a'])).toBe(signer.sign('feed', [1, 'a']));
    const ivs = [signer.sign('feed', [1]), signer.sign('feed', [2]), signer.sign('list', [1])];
    expect(new Set(ivs.map((cursor) => cursor.split('.')[0])).size).toBe(3);
  });

  it('is the beginning when there is none', () => {
    for (const none of [undefined, null]) expect(signer.verify('events', none)).toEqual([]);
  });

  it('of one list, or of another process’s secret, is none of another', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), places, (one, other, place) => {
        fc.pre(one !== other);
        expect(() => signer.verify(other, signer.sign(one, place))).toThrow(refusal);
        const foreign = new CursorSigner(Buffer.alloc(32, 2));
        expect(() => signer.verify(one, foreign.sign(one, place))).toThrow(refusal);
      }),
    );
  });

  it('is refused when any character of it was changed, added or taken away', () => {
    const cursor = signer.sign('events', ['2026-03-02T02:00:00.000Z', 'id']);
    const changes = Array.from(cursor, (character, index) => [
      cursor.slice(0, index) + (character === 'A' ? 'B' : 'A') + cursor.slice(index + 1),
      cursor.slice(0, index) + cursor.slice(index + 1),
      `${cursor.slice(0, index)}A${cursor.slice(index)}`,
    ]).flat();
    for (const changed of changes.filter((each) => each !== cursor)) {
      expect(() => signer.verify('events', changed)).toThrow(refusal);
    }
  });

  it('is refused when it is anything else, never failed upon', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) =>
        expect(() => signer.verify('events', text)).toThrow(refusal),
      ),
    );
  });
});
