import type { Sealer } from '@lianxin/personal-data';
import { normalizeText } from '@lianxin/personal-data';
import type { PolicyKey } from '@lianxin/policy';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { PoliciesService } from '../policies/policies.service.js';

export type WordField = 'text' | 'place' | 'note' | 'window' | IdentityField;

/** Who somebody is and how to reach them: for those alone who must contact them. */
export const IDENTITY_FIELDS = ['subjectName', 'subjectContact', 'proxyName', 'proxyContact'] as const;
type IdentityField = (typeof IDENTITY_FIELDS)[number];

const LIMITS = {
  text: 'grid-event.text-characters',
  place: 'grid-event.place-characters',
  note: 'grid-event.reason-characters',
  window: 'grid-event.window-characters',
  subjectName: 'grid-event.name-characters',
  subjectContact: 'grid-event.contact-characters',
  proxyName: 'grid-event.name-characters',
  proxyContact: 'grid-event.contact-characters',
} as const satisfies Record<WordField, PolicyKey>;

/** Where a sealed text belongs: it cannot be opened for another event or field. */
export const placeOfWords = (gridEventId: string, field: string): string =>
  `grid-event.${gridEventId}.${field}`;

export interface NamedNote {
  readonly field: string;
  readonly text: string;
}

/** What people type, on its way into the journal: checked, then sealed under its author's key. */
@Injectable()
export class Words {
  constructor(
    private readonly policies: PoliciesService,
    private readonly clock: Clock,
  ) {}

  /** @throws TextTooLongError, TextEmptyError, TextHasControlCharactersError */
  seal(
    sealer: Sealer,
    gridEventId: string,
    words: Partial<Record<WordField, string | null>>,
  ): Record<string, string> {
    const fields = (Object.keys(LIMITS) as WordField[]).filter((field) => typeof words[field] === 'string');
    return Object.fromEntries(
      fields.map((field) => [field, this.sealOne(sealer, gridEventId, { field, text: words[field] ?? '' })]),
    );
  }

  /** The event a step is about, with what was said of it: ready for the step to be taken. */
  noted(
    sealer: Sealer,
    input: { gridEventId: string; note?: string | null },
  ): { gridEventId: string; sealed: Record<string, string> } {
    const { gridEventId, note } = input;
    return { gridEventId, sealed: this.seal(sealer, gridEventId, { note: note ?? null }) };
  }

  /** A note of which a step has several, e.g. one for each department: each under a field of its own. */
  sealNoteAs(sealer: Sealer, gridEventId: string, { field, text }: NamedNote): string {
    return sealer.seal(this.checked('note', text), placeOfWords(gridEventId, field));
  }

  private sealOne(
    sealer: Sealer,
    gridEventId: string,
    { field, text }: { field: WordField; text: string },
  ): string {
    return sealer.seal(this.checked(field, text), placeOfWords(gridEventId, field));
  }

  private checked(field: WordField, text: string): string {
    const question = { areaCode: null, on: this.clock.now() };
    const { value: maxCharacters } = this.policies.book.valueAt(LIMITS[field], question);
    return normalizeText(text, { maxCharacters, field });
  }
}
