import { Access } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { DisclosuresService } from '../disclosures/disclosures.service.js';
import type { SealedWords } from '../disclosures/disclosures.service.js';
import { isOpenIn, openFor } from '../disclosures/reveal-scope.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import { isScoredBy } from '../grid-event-commands/scored-bodies.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { viewOf } from '../grid-events/grid-event.rules.js';

const PURPOSE = 'FOLLOW_UP';
const BEGINNINGS: ReadonlySet<string> = new Set(['GridEventReported', 'GridEventSettledOnTheSpot']);
export const PERSONAL_FIELDS = ['subjectName', 'subjectContact', 'text', 'place'] as const;
export type PersonalField = (typeof PERSONAL_FIELDS)[number];
const FIELDS: ReadonlySet<string> = new Set(PERSONAL_FIELDS);

/** Which people's words go into a register, each recorded as a look of its own before anything is opened (S1-20). */
@Injectable()
export class RegisterDisclosures {
  constructor(
    private readonly access: Access,
    private readonly disclosures: DisclosuresService,
    private readonly steps: GridEventSteps,
  ) {}

  async disclose(
    tx: EntityManager,
    actor: Actor,
    events: readonly GridEvent[],
  ): Promise<{ words: SealedWords[]; eventCount: number }> {
    const mains = await this.steps.mainsOf(tx, events);
    const open = events.flatMap((event) => {
      const main = mains.get(event.mergedIntoId ?? '') ?? null;
      const grant = isScoredBy(actor, event, main) ? null : this.grantFor(actor, event);
      return grant ? [{ event, grant }] : [];
    });
    const all = await this.disclosures.wordsOf(
      tx,
      open.map(({ event }) => event.id),
    );
    const opens = new Map(open.map(({ event }) => [event.id, openFor(PURPOSE, event)]));
    const words = all.filter(
      ({ gridEventId, transition, field }) =>
        BEGINNINGS.has(transition) &&
        FIELDS.has(field) &&
        opens.get(gridEventId)?.includes(transition, field),
    );
    let eventCount = 0;
    for (const { event, grant } of open) {
      const shown = words.filter(({ gridEventId }) => gridEventId === event.id);
      if (shown.length === 0) continue;
      eventCount += 1;
      await this.disclosures.recordLook(tx, actor, {
        id: uuidv7(),
        event,
        grant,
        purpose: PURPOSE,
        words: shown,
      });
    }
    return { words, eventCount };
  }

  /**
   * A file travels: who asked for confidence is not in it, nor who complained of somebody in office, even where the caller could
   * look at them one by one.
   */
  private grantFor(actor: Actor, event: GridEvent): Grant | null {
    if (event.confidentiality !== 'OPEN' || event.restrictedTo !== null) return null;
    if (isInvolved(event, actor.subject)) return null;
    return isOpenIn(PURPOSE, event.state)
      ? this.access.findGrant(actor, `reveal:${PURPOSE}`, 'GridEvent', viewOf(event))
      : null;
  }
}

/** Whoever took part in it does not contact its reporter about the rating (S1-28); rows of a list are no entities. */
const isInvolved = (event: GridEvent, personId: string): boolean =>
  [...event.handlerIds, ...event.participantIds, event.reporterId, event.proxyId, event.keyerId].includes(
    personId,
  );
