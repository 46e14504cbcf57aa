import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '@lianxin/service-kit';
import { normalizeText } from './normalize-text.js';

const options = { maxCharacters: 10, field: 'text' };

function refusalOf(input: string): unknown {
  try {
    return normalizeText(input, options);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, ...error.details };
  }
}

describe('normalizeText', () => {
  it('trims, composes and unifies line ends', () => {
    expect(normalizeText('  cafe\u0301\r\n路灯  ', options)).toBe('café\n路灯');
  });

  it('counts code points: a character outside the basic plane is one', () => {
    expect(normalizeText('𠮷'.repeat(10), options)).toHaveLength(20);
    expect(refusalOf('𠮷'.repeat(11))).toEqual({ code: 'TEXT_TOO_LONG', field: 'text', max: 10, actual: 11 });
  });

  it.each(['', ' \n\t ', '\u3000', '\uFEFF', '\u200D\uFE0F', '\u{E0100}'])('refuses %j as empty', (input) => {
    expect(refusalOf(input)).toEqual({ code: 'TEXT_EMPTY', field: 'text' });
  });

  it.each([
    ['a\u0000b', 1],
    ['𠮷\u0007', 1],
    ['ab\tc', 2],
    ['a\rb', 1],
    ['abc\u202Ed', 3],
    ['\ud800a', 0],
    ['ab\u0085c', 2],
  ])('refuses the control character in %j', (input, position) => {
    expect(refusalOf(input)).toEqual({ code: 'TEXT_HAS_CONTROL_CHARACTERS', field: 'text', position });
  });

  const spans = [
    [0xad, 0xad],
    [0x61c, 0x61c],
    [0x180e, 0x180e],
    [0x200b, 0x200b],
    [0x200e, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
    [0xfeff, 0xfeff],
    [0xfff9, 0xfffb],
    [0xe0000, 0xe007f],
  ] as const;
  it('refuses whatever nobody sees, alone or between visible characters', () => {
    const hidden = spans.flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
    );
    for (const character of hidden) {
      expect([character, refusalOf(`路${character}灯`)]).toEqual([
        character,
        { code: 'TEXT_HAS_CONTROL_CHARACTERS', field: 'text', position: 1 },
      ]);
    }
  });

  it.each(['❤\uFE0F', '☎\uFE0E', '葛\u{E0100}城', '🏳\uFE0F\u200D🌈', 'ᠮᠣ'])('keeps %s', (text) => {
    expect(normalizeText(text, options)).toBe(text);
  });

  it('keeps joined emoji and never repeats the text in a refusal', () => {
    expect(normalizeText('👨‍👩‍👧', options)).toBe('👨‍👩‍👧');
    expect(JSON.stringify(refusalOf('张三的电话是13800000000'))).not.toContain('138');
  });

  it('is idempotent, and what it returns fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (input) => {
        const result = refusalOf(input);
        if (typeof result !== 'string') return;
        expect(normalizeText(result, options)).toBe(result);
        expect([...result].length).toBeLessThanOrEqual(10);
        expect(result).not.toMatch(/[^\P{Cc}\n]/u);
        expect(result).not.toMatch(/[\u200B\u2028-\u202E\u{E0000}-\u{E007F}]/u);
      }),
      { numRuns: 500 },
    );
  });
});
