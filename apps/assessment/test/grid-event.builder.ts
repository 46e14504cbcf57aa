import * as contracts from '@lianxin/contracts';
import type { GRID_EVENT_STATES } from '@lianxin/contracts';
import type { IncomingMessage } from '@lianxin/journal';
import type { z } from 'zod';
import { EventStream } from '@lianxin/testing';

type Told = z.infer<typeof contracts.GridEventReported.schema>;
type State = (typeof GRID_EVENT_STATES)[number];

const STATE_AFTER = {
  GridEventReported: 'REPORTED',
  GridEventSettledOnTheSpot: 'SETTLED_ON_THE_SPOT',
  GridEventAccepted: 'ACCEPTED',
  GridEventRefused: 'REFUSED',
  GridEventDispatched: 'DISPATCHED',
  GridEventStarted: 'UNDER_WAY',
  GridEventReportedDone: 'REPORTED_DONE',
  GridEventVerified: 'VERIFIED',
  GridEventVerificationFailed: 'UNDER_WAY',
  GridEventResultNotified: 'RESULT_NOTIFIED',
  GridEventFollowedUp: 'FOLLOWED_UP',
  GridEventClosed: 'CLOSED',
  GridEventReopened: 'REPORTED',
  GridEventUrged: null,
  GridEventExtensionDecided: null,
  GridEventMerged: 'MERGED',
  GridEventUnmerged: 'REPORTED',
  GridEventHandedOver: 'HANDED_OVER',
  GridEventProcedureTold: 'PROCEDURE_TOLD',
  GridEventStoodDown: 'STOOD_DOWN',
} as const satisfies Record<string, State | null>;

export type StepName = keyof typeof STATE_AFTER;

/** One grid event whose life a test plays, as grid-registry would publish it. */
export class GridEventLife {
  private readonly stream = new EventStream();
  private state: State | null = null;
  private dueAt = '';

  constructor(private readonly villageCode: string) {}

  get id(): string {
    return this.stream.aggregateId;
  }

  /** @param told instants in RFC 3339, and what the step tells besides where the event stands */
  step(
    name: StepName,
    at: string,
    told: { dueAt?: string; toState?: State } & Record<string, unknown> = {},
  ): IncomingMessage {
    const {
      dueAt = this.dueAt || at,
      toState = STATE_AFTER[name] ?? this.state ?? 'REPORTED',
      ...more
    } = told;
    const data: Told = {
      areaCode: `${this.villageCode}001`,
      villageCode: this.villageCode,
      category: 'HAZARD',
      kind: 'GENERAL',
      source: 'PATROL',
      fromState: this.state,
      toState,
      level: 'VILLAGE',
      departmentId: null,
      dueAt: utc(dueAt),
      at: utc(at),
      ...more,
    };
    this.state = toState;
    this.dueAt = dueAt;
    return this.stream.next(contracts[name], data);
  }

  followUp(at: string, answers: { isReached: boolean; isSatisfied: boolean | null }): IncomingMessage {
    return this.step('GridEventFollowedUp', at, { ...answers, isSolved: answers.isSatisfied });
  }

  extension(at: string, dueAt: string): IncomingMessage {
    return this.step('GridEventExtensionDecided', at, {
      dueAt,
      isGranted: true,
      previousDueAt: utc(this.dueAt),
    });
  }
}

/** Instants are written in the time of Shanghai where a test is about days: `2026-03-01T09:00+08:00`. */
const utc = (instant: string): string => new Date(instant).toISOString();
