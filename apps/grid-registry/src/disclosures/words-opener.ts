import {
  PersonalDataCipher,
  PersonalDataErasedError,
  personIdOfSealedText,
  SealedTextUnreadableError,
} from '@lianxin/personal-data';
import type { Opener } from '@lianxin/personal-data';
import { Injectable, Logger } from '@nestjs/common';
import { placeOfWords } from '../grid-event-commands/words.js';
import type { SealedWords } from './disclosures.service.js';

export type OpenedWords = SealedWords & { readonly words: string | null };

/** Opens what was sealed, once the record of the look is committed; outside any transaction, because keys are fetched. */
@Injectable()
export class WordsOpener {
  private readonly logger = new Logger('Disclosures');

  constructor(private readonly cipher: PersonalDataCipher) {}

  /** Words whose author was erased, or that are damaged, are null. */
  async openAll(words: readonly SealedWords[]): Promise<OpenedWords[]> {
    const persons = new Set(words.map(({ sealed }) => personIdOfSealedText(sealed)));
    const opener = await this.cipher.openerFor([...persons]);
    return words.map((each) => ({ ...each, words: this.open(opener, each) }));
  }

  /** One text that cannot be read must not keep the others from those who need them. */
  private open(opener: Opener, { sealed, gridEventId, field, historyEntryId }: SealedWords): string | null {
    try {
      return opener.open(sealed, placeOfWords(gridEventId, field));
    } catch (error) {
      if (error instanceof PersonalDataErasedError) return null;
      if (!(error instanceof SealedTextUnreadableError)) throw error;
      this.logger.error({ message: 'Sealed words cannot be opened', historyEntryId, field });
      return null;
    }
  }
}
