import type { Actor, Grant } from '@lianxin/access';
import { MicroProjectWordsRevealed } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import type { JournalEntry } from '@lianxin/journal';
import { personIdOfSealedText } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { WordsMatter, WordsPurpose } from './disclosure.model.js';
import { insertDisclosures } from './disclosures.queries.js';
import type { SealedWords } from './words-opener.js';

/** A look at the words of a need, an objection, a remark, a plan or a project. */
export interface Look {
  readonly id: string;
  readonly matter: WordsMatter;
  readonly matterId: string;
  readonly areaCode: string;
  readonly grant: Grant;
  readonly purpose: WordsPurpose;
  readonly includes: (transition: string, field: string) => boolean;
  /** No more steps than that are read: the latest of them. */
  readonly maxSteps?: number;
  /** Whose history tells of it, if it has none of its own: an objection's steps are its project's. */
  readonly within?: { readonly aggregateId: string; readonly isOf: (entry: JournalEntry) => boolean };
  /** Whom the record names instead, where the looker must not be known by it. */
  readonly shownAs?: Actor;
}

/** Every look at people's words: recorded before it is answered, visible to them (S1-20). */
@Injectable()
export class Looks {
  constructor(
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** What was typed about it and the look includes, still sealed: to be opened once this is committed. */
  async take(tx: EntityManager, actor: Actor, look: Look): Promise<SealedWords[]> {
    const { matterId, within, maxSteps } = look;
    const entries = await this.journal.history(tx, [within?.aggregateId ?? matterId]);
    const its = within ? entries.filter(within.isOf) : entries;
    const words = its.flatMap((entry) => sealedWordsOf(entry, look));
    const open = latestOf(
      words.filter(({ transition, field }) => look.includes(transition, field)),
      maxSteps,
    );
    await this.record(tx, actor, look, open);
    return open;
  }

  private async record(
    tx: EntityManager,
    actor: Actor,
    { id, matter, matterId, areaCode, grant, purpose, shownAs = actor }: Look,
    words: readonly SealedWords[],
  ): Promise<void> {
    const at = this.clock.now();
    const authors = new Set(words.map(({ sealed }) => personIdOfSealedText(sealed)));
    const personIds = [...authors].filter((person) => person !== actor.subject);
    await insertDisclosures(tx, { id, personIds, matter, matterId, role: grant.role, purpose, at });
    await this.journal.record(tx, shownAs, {
      ...{ event: MicroProjectWordsRevealed, aggregateId: id, areaCode, grant, isFirst: true },
      data: { disclosureId: id, matter, matterId, purpose, at: at.toISOString() },
    });
  }
}

/** `micro-project.NeedDeclined.v1` tells of the step NeedDeclined. */
const transitionOf = (type: string): string => type.split('.')[1] ?? type;

const paymentOf = (data: unknown): string | null => (data as { paymentId?: string }).paymentId ?? null;

function sealedWordsOf(entry: JournalEntry, { matter, matterId: id }: Look): SealedWords[] {
  const place = { aggregate: matter.toLowerCase(), id };
  return Object.entries(entry.sealed ?? {}).map(([field, sealed]) => ({
    ...place,
    ...{ transition: transitionOf(entry.type), field, sealed },
    ...{ step: entry.sequence, at: entry.recordedAt, paymentId: paymentOf(entry.data) },
  }));
}

/** What was typed at the latest of the steps, all of each; oldest first, as it came. */
function latestOf(words: SealedWords[], maxSteps?: number): SealedWords[] {
  if (maxSteps === undefined) return words;
  const steps = new Set([...new Set(words.map(({ step }) => step))].slice(-maxSteps));
  return words.filter(({ step }) => steps.has(step));
}
