import type { Sealer } from '@lianxin/personal-data';
import { normalizeText } from '@lianxin/personal-data';
import type { PolicyKey } from '@lianxin/policy';
import { PolicyReplica } from '@lianxin/replicas';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { PersonalNumberError } from '../projects/errors/project.errors.js';

type LengthKey = Extract<PolicyKey, `micro-project.${string}-characters`>;

/** A mobile number or an identity number, also written in groups. */
const PERSONAL_NUMBER = /(?<!\d)(?:1[3-9]\d(?:[ -]?\d{4}){2}|[1-9]\d{5}(?:[ -]?\d){11}[\dXx])(?!\d)/;

/** Where a sealed text belongs: it cannot be opened for another aggregate or field. */
export const placeOfWords = (aggregate: string, id: string, field: string): string =>
  `micro-project.${aggregate}.${id}.${field}`;

export interface SealedPlace {
  readonly sealer: Sealer;
  /** E.g. `need`, `project`, `objection`. */
  readonly aggregate: string;
  readonly id: string;
}

/** What people type: checked, and then published as an official text or sealed under its author's key. */
@Injectable()
export class Words {
  constructor(
    private readonly policies: PolicyReplica,
    private readonly clock: Clock,
  ) {}

  /**
   * A text that everybody will read.
   * @throws PersonalNumberError, TextTooLongError, TextEmptyError, TextHasControlCharactersError
   */
  async published(text: string, field: string, limit: LengthKey): Promise<string> {
    const checked = await this.checked(text, field, limit);
    if (PERSONAL_NUMBER.test(checked)) throw new PersonalNumberError(field);
    return checked;
  }

  /** @throws TextTooLongError, TextEmptyError, TextHasControlCharactersError */
  async checked(text: string, field: string, limit: LengthKey): Promise<string> {
    const book = await this.policies.book();
    const { value: maxCharacters } = book.valueAt(limit, { areaCode: null, on: this.clock.now() });
    return normalizeText(text, { maxCharacters, field });
  }

  /**
   * What was typed into these fields, sealed; what was left out is left out.
   * @throws TextTooLongError, TextEmptyError, TextHasControlCharactersError
   */
  async seal(
    { sealer, aggregate, id }: SealedPlace,
    words: Readonly<Record<string, string | null | undefined>>,
    limit: LengthKey = 'micro-project.note-characters',
  ): Promise<Record<string, string>> {
    const sealed: Record<string, string> = {};
    for (const [field, text] of Object.entries(words)) {
      if (typeof text !== 'string') continue;
      const checked = await this.checked(text, field, limit);
      sealed[field] = sealer.seal(checked, placeOfWords(aggregate, id, field));
    }
    return sealed;
  }
}
