import { normalizeText } from '@lianxin/personal-data';

/** Names of grids and departments are shown in lists: long enough for any, and bounded. */
const MAX_CHARACTERS = 100;

/** A name that everybody may read, made uniform. @throws TextEmptyError, TextTooLongError, TextHasControlCharactersError */
export const publicName = (name: string): string =>
  normalizeText(name, { maxCharacters: MAX_CHARACTERS, field: 'name' });
