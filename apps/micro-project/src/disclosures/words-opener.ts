import {
  PersonalDataCipher,
  PersonalDataErasedError,
  personIdOfSealedText,
  SealedTextUnreadableError,
} from '@lianxin/personal-data';
import type { Opener } from '@lianxin/personal-data';
import { Injectable, Logger } from '@nestjs/common';
import { placeOfWords } from '../words/words.js';

/** Something that was typed, sealed as the journal keeps it. */
export interface SealedWords {
  /** Where it belongs, e.g. `need` and its id. */
  readonly aggregate: string;
  readonly id: string;
  readonly transition: string;
  readonly field: string;
  readonly sealed: string;
  /** Number of the step in the history it stands in, from 1. */
  readonly step: number;
  readonly at: Date;
  /** The payment that the step recorded, if one. */
  readonly paymentId: string | null;
}

export interface OpenedWords extends Omit<SealedWords, 'aggregate' | 'id' | 'sealed'> {
  readonly words: string | null;
}

/** Opens what was sealed, once the record of the look is committed; outside any transaction, because keys are fetched. */
@Injectable()
export class WordsOpener {
  private readonly logger = new Logger('Disclosures');

  constructor(private readonly cipher: PersonalDataCipher) {}

  /** Words whose author was erased, or that are damaged, are null. */
  async openAll(words: readonly SealedWords[]): Promise<OpenedWords[]> {
    const persons = new Set(words.map(({ sealed }) => personIdOfSealedText(sealed)));
    const opener = await this.cipher.openerFor([...persons]);
    return words.map((each) => {
      const { transition, field, step, at, paymentId } = each;
      return { transition, field, step, at, paymentId, words: this.open(opener, each) };
    });
  }

  /** One text that cannot be read must not keep the others from those who need them. */
  private open(opener: Opener, { aggregate, id, transition, field, sealed }: SealedWords): string | null {
    try {
      return opener.open(sealed, placeOfWords(aggregate, id, field));
    } catch (error) {
      if (error instanceof PersonalDataErasedError) return null;
      if (!(error instanceof SealedTextUnreadableError)) throw error;
      this.logger.error({ message: 'Sealed words cannot be opened', aggregate, id, transition, field });
      return null;
    }
  }
}
