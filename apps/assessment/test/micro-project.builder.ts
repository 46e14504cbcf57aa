import { randomUUID } from 'node:crypto';
import * as contracts from '@lianxin/contracts';
import type { PROJECT_STATES } from '@lianxin/contracts';
import type { IncomingMessage } from '@lianxin/journal';
import { EventStream } from '@lianxin/testing';
import type { z } from 'zod';

type Told = z.infer<typeof contracts.ProjectStarted.schema>;
type State = (typeof PROJECT_STATES)[number];

const STATE_AFTER = {
  ProjectProposed: 'PROPOSED',
  ProjectRevised: 'PROPOSED',
  ProjectSubmitted: 'SUBMITTED',
  ProjectReturned: 'RETURNED',
  ProjectDecided: 'DECIDED',
  ProjectRejected: 'REJECTED',
  ProjectFiled: null,
  NoticePosted: 'ON_NOTICE',
  NoticeEnded: 'CLEARED',
  ProjectStarted: 'IN_PROGRESS',
  PaymentRecorded: null,
  ProjectCompleted: 'COMPLETED',
  AcceptancePassed: 'ACCEPTED',
  AcceptanceFailed: 'IN_PROGRESS',
  SatisfactionSurveyed: 'EVALUATED',
  AuditPublished: 'AUDITED',
  ProjectClosed: 'CLOSED',
  ProjectAbandoned: 'ABANDONED',
  EmergencyBypassUsed: 'IN_PROGRESS',
  EmergencyConfirmed: null,
  EmergencyRefused: 'STOPPED',
  EmergencyRegularised: null,
} as const satisfies Record<string, State | null>;

export type ProjectStep = keyof typeof STATE_AFTER;

const MEETING = {
  body: 'VILLAGE_TWO_COMMITTEES',
  heldOn: '2026-01-01',
  memberCount: 7,
  presentCount: 6,
  recusedCount: 0,
};

/** What a step tells besides where the project stands. */
const MORE: Partial<Record<ProjectStep, () => Record<string, unknown>>> = {
  ProjectProposed: () => ({ termsVersion: 1, termsDigest: '0'.repeat(64), needIds: [] }),
  ProjectRevised: () => ({ termsVersion: 2, termsDigest: '0'.repeat(64) }),
  ProjectSubmitted: () => ({
    decidingBody: 'VILLAGE_TWO_COMMITTEES',
    reviewDueAt: '2026-12-01T00:00:00.000Z',
  }),
  ProjectDecided: () => ({ ...MEETING, minutesDocumentId: randomUUID() }),
  ProjectRejected: () => ({ ...MEETING, minutesDocumentId: randomUUID() }),
  NoticePosted: () => ({
    ...{ noticeId: randomUUID(), termsVersion: 1, from: '2026-01-01', until: '2026-01-08' },
    isAfterwards: false,
  }),
  PaymentRecorded: () => ({
    ...{ paymentId: randomUUID(), stage: 'ADVANCE', amountFen: 1, paidOn: '2026-01-01' },
  }),
  AcceptancePassed: () => ({ isProposerPresent: true, documentId: randomUUID() }),
  AcceptanceFailed: () => ({ isProposerPresent: true, documentId: randomUUID() }),
  SatisfactionSurveyed: () => ({ answerCount: 10, satisfiedCount: 9, minimumSample: 5 }),
  AuditPublished: () => ({ finalFen: 1, retainedFen: 0, documentId: randomUUID() }),
  ProjectClosed: () => ({ isArchiveComplete: true }),
  EmergencyBypassUsed: () => ({ skipped: ['DESIGN'], confirmBy: '2026-12-01T00:00:00.000Z' }),
  EmergencyConfirmed: () => ({ ...MEETING, minutesDocumentId: randomUUID(), isInTime: true }),
  EmergencyRefused: () => ({ ...MEETING, minutesDocumentId: randomUUID() }),
};

/** One project whose life a test plays, as micro-project would publish it. What a step tells of it stays told. */
export class MicroProjectLife {
  private readonly stream = new EventStream();
  private state: State | null = null;
  private told: Partial<Told>;

  constructor(
    private readonly villageCode: string,
    told: Partial<Told> = {},
  ) {
    this.told = told;
  }

  get id(): string {
    return this.stream.aggregateId;
  }

  /** @param at an instant in RFC 3339 */
  step(
    name: ProjectStep,
    at: string,
    { standing = {}, ...more }: { standing?: Partial<Told> } & Record<string, unknown> = {},
  ): IncomingMessage {
    this.told = { ...this.told, ...standing };
    const toState = standing.toState ?? STATE_AFTER[name] ?? this.state ?? 'PROPOSED';
    const data: Told = {
      villageCode: this.villageCode,
      kind: 'CONVENIENCE',
      quotaClass: 'SMALL',
      leadBody: 'VILLAGE',
      band: 'VILLAGE_DECIDES',
      fromState: this.state,
      budgetFen: 500_000,
      committedFen: 400_000,
      paidFen: 0,
      envelopeYear: 2026,
      planItemId: null,
      isEmergency: false,
      ...this.told,
      toState,
      at: new Date(at).toISOString(),
      ...MORE[name]?.(),
      ...more,
    };
    this.state = toState;
    return this.stream.next(contracts[name], data);
  }

  /** Several steps at once, one after the other. */
  steps(names: readonly ProjectStep[], at: string): IncomingMessage[] {
    return names.map((name) => this.step(name, at));
  }
}

/** What leads to a start by the right procedure of the lowest band. */
export const TO_START = [
  ...(['ProjectProposed', 'ProjectSubmitted', 'ProjectDecided'] as const),
  ...(['NoticePosted', 'NoticeEnded', 'ProjectStarted'] as const),
] as const;

export function aDiscussion(villageCode: string, heldOn: string, at = `${heldOn}T12:00+08:00`) {
  return new EventStream().next(contracts.NeedsDiscussed, {
    ...{ villageCode, heldOn, minutesDocumentId: randomUUID(), discussedCount: 1, openCount: 1 },
    at: new Date(at).toISOString(),
  });
}

export function aNeed(villageCode: string, at: string): IncomingMessage {
  return new EventStream().next(contracts.NeedSubmitted, {
    ...{ areaCode: villageCode, villageCode, kind: 'SAFETY', channel: 'SUGGESTION_BOX', gridEventId: null },
    ...{ fromState: null, toState: 'SUBMITTED', at: new Date(at).toISOString() },
  });
}

export function anAudit(
  villageCodes: string[],
  { year, reportedOn, at = `${reportedOn}T12:00+08:00` }: { year: number; reportedOn: string; at?: string },
): IncomingMessage {
  return new EventStream().next(contracts.SpecialAuditReported, {
    ...{ areaCode: '361104111', year, villageCodes, documentId: randomUUID(), reportedOn },
    at: new Date(at).toISOString(),
  });
}

/** A village's plan of a year, approved and approved again. */
export class PlanLife {
  private readonly stream = new EventStream();

  constructor(
    private readonly villageCode: string,
    private readonly year: number,
  ) {}

  approve(at: string, itemIds: readonly string[]): IncomingMessage {
    return this.stream.next(contracts.PlanApproved, {
      ...{ villageCode: this.villageCode, year: this.year, version: 1, minutesDocumentId: randomUUID() },
      items: itemIds.map((itemId) => ({ itemId, quotaClass: 'SMALL' as const, budgetFen: 1 })),
      at: new Date(at).toISOString(),
    });
  }

  submit(at: string, itemIds: readonly string[]): IncomingMessage {
    return this.stream.next(contracts.PlanSubmitted, {
      ...{ villageCode: this.villageCode, year: this.year, version: 1 },
      items: itemIds.map((itemId) => ({ itemId, quotaClass: 'SMALL' as const, budgetFen: 1 })),
      at: new Date(at).toISOString(),
    });
  }
}
