import { TextEmptyError, TextHasControlCharactersError, TextTooLongError } from './personal-data.errors.js';

/**
 * Controls but the line feed; marks of direction, with which a text can show other than it reads; and what nobody sees, in
 * which a text can carry more than it shows. Emoji and rare characters need the zero-width joiner and variation selectors.
 */
const refused =
  /[\p{Cc}\p{Cs}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/u;
/** Anything but what only joins or varies its neighbours. */
const visible = /[^\s\p{Join_Control}\p{Variation_Selector}]/u;

/**
 * Text as people typed it, made uniform: CRLF becomes a line feed, ends are trimmed, characters composed (NFC).
 * Lengths and positions (from 0) count Unicode code points of the result: a Chinese character is one, whatever
 * its plane, and no combining sequence can hide length as it could in user-perceived characters.
 * Throws TextEmptyError, TextTooLongError, TextHasControlCharactersError.
 */
export function normalizeText(
  input: string,
  { maxCharacters, field }: { maxCharacters: number; field: string },
): string {
  const text = input.replaceAll('\r\n', '\n').trim().normalize('NFC');
  if (!visible.test(text)) throw new TextEmptyError(field);
  const length = countCodePoints(text);
  if (length > maxCharacters) throw new TextTooLongError(field, maxCharacters, length);
  const found = refusedIn(text);
  if (found !== null) throw new TextHasControlCharactersError(field, countCodePoints(text.slice(0, found)));
  return text;
}

function refusedIn(text: string): number | null {
  for (let index = 0; index < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
    if (character !== '\n' && refused.test(character)) return index;
    index += character.length;
  }
  return null;
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
