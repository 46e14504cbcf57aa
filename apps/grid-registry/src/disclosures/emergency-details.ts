import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AlertNotAcknowledgedError } from '../grid-event-alerts/grid-event-alert.errors.js';
import { hasAcknowledged } from '../grid-event-alerts/grid-event-alerts.queries.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { viewOf } from '../grid-events/grid-event.rules.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';
import type { RevealPurpose } from './disclosure.model.js';

/** A step that somebody took on the event. */
interface Act {
  readonly transition: string;
  readonly actorSubject: string;
}

/** What is no work on it: to report it, or to ask others to hurry. */
const NO_WORK = new Set(['GridEventReported', 'GridEventUrged', 'GridEventReopened', 'GridEventFollowedUp']);
/** Somebody was told to handle it. */
const DISPATCHED: readonly GridEventState[] = ['DISPATCHED', 'UNDER_WAY', 'REPORTED_DONE'];

/** S1-23: details only to those who act. To be alerted is not enough; to acknowledge the alert is. */
@Injectable()
export class EmergencyDetails {
  constructor(private readonly access: Access) {}

  /** @throws AlertNotAcknowledgedError for who neither acknowledged an alert, worked on it, nor was sent there */
  async require(
    tx: EntityManager,
    actor: Actor,
    look: { event: GridEvent; purpose: RevealPurpose; acts: readonly Act[] },
  ): Promise<void> {
    const { event, purpose, acts } = look;
    if (event.kind !== 'EMERGENCY' || purpose !== 'HANDLING') return;
    const hasWorked = acts.some(
      ({ actorSubject, transition }) => actorSubject === actor.subject && !NO_WORK.has(transition),
    );
    if (hasWorked || this.isSentThere(actor, event)) return;
    if (!(await hasAcknowledged(tx, event.id, actor.subject))) throw new AlertNotAcknowledgedError();
  }

  /** The handler's first step is allowed to just those that it was dispatched to. */
  private isSentThere(actor: Actor, event: GridEvent): boolean {
    const mayStart = this.access.findGrant(actor, 'start', 'GridEvent', viewOf(event)) !== null;
    return DISPATCHED.includes(event.state) && mayStart;
  }
}
