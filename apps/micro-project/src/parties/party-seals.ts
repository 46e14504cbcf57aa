import { PersonalDataCipher } from '@lianxin/personal-data';
import type { Parties, Sealer } from '@lianxin/personal-data';
import { Injectable } from '@nestjs/common';
import { Words } from '../words/words.js';
import type { PartiesInput } from './party.inputs.js';

/** Seal under the keys of whom the words are about: the person whose matter it is, and who speaks for them. */
export interface PartySealers {
  readonly subject: Sealer;
  readonly proxy: Sealer | null;
}

export interface PartyMatter {
  /** E.g. `need`, `objection`. */
  readonly aggregate: string;
  readonly id: string;
  readonly sealers: PartySealers;
}

/** Who somebody is and how to reach them: for those alone who must contact them. */
export const IDENTITY_FIELDS: readonly string[] = [
  'subjectName',
  'subjectContact',
  'proxyName',
  'proxyContact',
];

/** Names and contacts of who stands behind a matter, each under the key of whom it is about (S1-20, S3-13). */
@Injectable()
export class PartySeals {
  constructor(
    private readonly cipher: PersonalDataCipher,
    private readonly words: Words,
  ) {}

  /** Before a transaction opens: keys come over the network. */
  async sealersOf({ subjectId, proxyId }: Pick<Parties, 'subjectId' | 'proxyId'>): Promise<PartySealers> {
    const subject = await this.cipher.sealerFor(subjectId);
    return { subject, proxy: proxyId === null ? null : await this.cipher.sealerFor(proxyId) };
  }

  /** @throws TextTooLongError, TextEmptyError, TextHasControlCharactersError */
  async seal(
    { aggregate, id, sealers }: PartyMatter,
    { subject, proxy }: Pick<PartiesInput, 'subject' | 'proxy'>,
  ): Promise<Record<string, string>> {
    const ofSubject = { sealer: sealers.subject, aggregate, id };
    const ofProxy = sealers.proxy && { sealer: sealers.proxy, aggregate, id };
    const [name, contact] = ['micro-project.name-characters', 'micro-project.contact-characters'] as const;
    return {
      ...(await this.words.seal(ofSubject, { subjectName: subject?.name }, name)),
      ...(await this.words.seal(ofSubject, { subjectContact: subject?.contact }, contact)),
      ...(ofProxy && (await this.words.seal(ofProxy, { proxyName: proxy?.name }, name))),
      ...(ofProxy && (await this.words.seal(ofProxy, { proxyContact: proxy?.contact }, contact))),
    };
  }
}
