import type { Actor } from '@lianxin/access';
import { EnvelopeRaised } from '@lianxin/contracts';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Meetings } from '../decisions/meetings.js';
import type { ChangeMeeting } from '../envelopes/envelope-changes.queries.js';
import type { Envelope } from '../envelopes/envelope.entity.js';
import { EnvelopesService } from '../envelopes/envelopes.service.js';
import { fenOf } from '../money/money.js';
import type { RaiseEnvelopeInput } from './envelope.inputs.js';
import { QuotaChanges } from './quota-changes.js';

const TOWNSHIP_CODE_LENGTH = 9;
/** The exception is the township committee's; nobody has a stake in a quota of a whole village. */
const COMPETENT = 'TOWNSHIP_PARTY_COMMITTEE';

/** S0-04, S0-05: what a quota is "in principle" the township's Party committee exceeds at a meeting, published and before anything is decided beyond it. */
@Injectable()
export class RaisingService {
  constructor(
    private readonly changes: QuotaChanges,
    private readonly clock: Clock,
    private readonly envelopes: EnvelopesService,
    private readonly meetings: Meetings,
  ) {}

  /**
   * @throws WrongBodyError, NotAMemberError, NobodyPresentError, QuorumLackingError, BodyUnknownError, MeetingDayError
   * @throws DocumentUnfitError, AlreadyRaisedError, QuotaTooLargeError, EnvelopeYearError, AmountMalformedError
   */
  async raiseEnvelope(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: RaiseEnvelopeInput,
  ): Promise<Envelope[]> {
    const { quotaClass, year } = input;
    const village = await this.changes.village(tx, actor, 'raise', input.villageCode);
    const reason = await this.changes.reasonOf(input);
    const byFen = fenOf(input.amount);
    const bodyAreaCode = village.villageCode.slice(0, TOWNSHIP_CODE_LENGTH);
    const asked = {
      meeting: input.meeting,
      competent: COMPETENT,
      bodyAreaCode,
      at: this.clock.now(),
    } as const;
    const meeting = { ...(await this.meetings.require(tx, asked)), bodyAreaCode };
    const envelope = await this.envelopes.lockOrOpen(tx, actor, village, year);
    const beforeFen = envelope.limitOf(quotaClass);
    envelope.raise(quotaClass, byFen);
    const { grant } = village;
    await this.changes.make(tx, actor, envelope, {
      ...{ id, kind: 'RAISED', quotaClass, beforeFen, reason, grant, meeting, event: EnvelopeRaised },
      extra: { raisedByFen: byFen, ...factsOf(meeting) },
    });
    return [envelope];
  }
}

const factsOf = ({ body, heldOn, minutesDocumentId, memberCount, presentIds }: ChangeMeeting) => ({
  ...{ body, heldOn, minutesDocumentId, memberCount },
  presentCount: presentIds.length,
  recusedCount: 0,
});
