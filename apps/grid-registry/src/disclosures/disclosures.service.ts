import { Access } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { PersonalDataRevealed } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import type { JournalEntry } from '@lianxin/journal';
import { personIdOfSealedText } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GridEventSteps, shownPost } from '../grid-event-commands/grid-event-steps.js';
import { ScoredBodies } from '../grid-event-commands/scored-bodies.js';
import { transitionOf } from '../grid-event-views/grid-event-history.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { viewOf } from '../grid-events/grid-event.rules.js';
import { toldCodeOf } from '../grid-events/grid-event.sight.js';
import type { RevealPersonalDataInput, RevealPurpose } from './disclosure.model.js';
import { insertDisclosures, toldOfLook } from './disclosures.queries.js';
import { EmergencyDetails } from './emergency-details.js';
import { openFor } from './reveal-scope.js';

export interface SealedWords {
  readonly historyEntryId: string;
  readonly gridEventId: string;
  readonly transition: string;
  readonly field: string;
  readonly sealed: string;
}

/** Whose words somebody looks at, under which post and what for. */
export interface Look {
  readonly id: string;
  readonly event: GridEvent;
  readonly grant: Grant;
  readonly purpose: RevealPurpose;
  readonly words: readonly SealedWords[];
}

/** Every look at people's words: allowed for a purpose, recorded before it is answered, visible to them (S1-20). */
@Injectable()
export class DisclosuresService {
  constructor(
    private readonly access: Access,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly steps: GridEventSteps,
    private readonly emergencies: EmergencyDetails,
    private readonly scored: ScoredBodies,
  ) {}

  async revealPersonalData(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: RevealPersonalDataInput,
  ): Promise<SealedWords[]> {
    const event = await this.steps.get(tx, actor, input.gridEventId);
    const post = this.access.require(actor, `reveal:${input.purpose}`, 'GridEvent', viewOf(event));
    const grant = shownPost(post, actor, event);
    await this.assertMayLook(tx, actor, event, input.purpose);
    const open = openFor(input.purpose, event);
    const all = await this.wordsOf(tx, [event.id]);
    const words = all.filter(({ transition, field }) => open.includes(transition, field));
    await this.recordLook(tx, actor, { id, event, grant, purpose: input.purpose, words });
    return words;
  }

  /**
   * Who is scored asks nobody how it was (S1-28), and details of an emergency are for those who act (S1-23).
   * @throws FollowUpByPartyError, AlertNotAcknowledgedError
   */
  async assertMayLook(
    tx: EntityManager,
    actor: Actor,
    event: GridEvent,
    purpose: RevealPurpose,
  ): Promise<void> {
    if (purpose === 'FOLLOW_UP') await this.scored.assertUnscored(tx, actor, event);
    if (event.kind !== 'EMERGENCY') return;
    const entries = await this.journal.history(tx, [event.id]);
    const acts = entries.map(({ type, actorSubject }) => ({ transition: transitionOf(type), actorSubject }));
    await this.emergencies.require(tx, actor, { event, purpose, acts });
  }

  /** Everything that people typed about these events, sealed as it is kept. */
  async wordsOf(tx: EntityManager, gridEventIds: readonly string[]): Promise<SealedWords[]> {
    const entries = await this.journal.history(tx, gridEventIds);
    return entries.flatMap((entry) => sealedWordsOf(entry, entry.aggregateId));
  }

  /** What is recorded of a look before anything is opened. */
  async recordLook(tx: EntityManager, actor: Actor, look: Look): Promise<void> {
    const { id, event, grant, purpose, words } = look;
    const at = this.clock.now();
    const authors = new Set(words.map(({ sealed }) => personIdOfSealedText(sealed)));
    const personIds = toldOfLook(event, [...authors], actor.subject);
    await insertDisclosures(tx, { id, personIds, gridEventId: event.id, role: grant.role, purpose, at });
    await this.journal.record(tx, actor, {
      event: PersonalDataRevealed,
      aggregateId: id,
      areaCode: toldCodeOf(event),
      grant,
      data: { disclosureId: id, gridEventId: event.id, purpose, at: at.toISOString() },
      isFirst: true,
    });
  }
}

function sealedWordsOf(entry: JournalEntry, gridEventId: string): SealedWords[] {
  const place = { historyEntryId: entry.id, gridEventId, transition: transitionOf(entry.type) };
  return Object.entries(entry.sealed ?? {}).map(([field, sealed]) => ({ ...place, field, sealed }));
}
