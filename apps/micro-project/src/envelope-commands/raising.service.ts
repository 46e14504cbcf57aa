import type { Actor } from '@lianxin/access';
import { EnvelopeRaised } from '@lianxin/contracts';
import { isDay, shanghaiDay } from '@lianxin/policy';
import { checkUuid, Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BodiesService } from '../bodies/bodies.service.js';
import { QuorumLackingError } from '../decisions/meeting.errors.js';
import { standingOf } from '../decisions/meeting.js';
import { RequiredDocuments } from '../documents/required-documents.js';
import type { ChangeMeeting } from '../envelopes/envelope-changes.queries.js';
import { MeetingAheadError } from '../envelopes/envelope.errors.js';
import type { Envelope } from '../envelopes/envelope.entity.js';
import { EnvelopesService } from '../envelopes/envelopes.service.js';
import { fenOf } from '../money/money.js';
import type { MeetingInput } from '../project-commands/project.inputs.js';
import { Words } from '../words/words.js';
import type { RaiseEnvelopeInput } from './envelope.inputs.js';
import { QuotaChanges } from './quota-changes.js';

const TOWNSHIP_CODE_LENGTH = 9;
/** The exception is the township committee's; nobody has a stake in a quota of a whole village. */
const COMPETENT = 'TOWNSHIP_PARTY_COMMITTEE';
const NO_INTERESTS = { proposers: [], contractors: [], relations: [] };

/** S0-04, S0-05: what a quota is "in principle" the township's Party committee exceeds at a meeting, published and before anything is decided beyond it. */
@Injectable()
export class RaisingService {
  constructor(
    private readonly bodies: BodiesService,
    private readonly changes: QuotaChanges,
    private readonly clock: Clock,
    private readonly documents: RequiredDocuments,
    private readonly envelopes: EnvelopesService,
    private readonly words: Words,
  ) {}

  /**
   * @throws WrongBodyError, NotAMemberError, NobodyPresentError, QuorumLackingError, BodyUnknownError, MeetingAheadError
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
    const meeting = await this.hear(tx, village.villageCode.slice(0, TOWNSHIP_CODE_LENGTH), input.meeting);
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

  private async hear(tx: EntityManager, townshipCode: string, meeting: MeetingInput): Promise<ChangeMeeting> {
    const { body, heldOn } = meeting;
    if (!isDay(heldOn) || heldOn > shanghaiDay(this.clock.now())) throw new MeetingAheadError();
    const members = await this.bodies.membersOn(tx, { areaCode: townshipCode, kind: COMPETENT, day: heldOn });
    const present = meeting.presentIds.map((each) => checkUuid(each, 'presentIds'));
    if (!standingOf({ body, members, present }, COMPETENT, NO_INTERESTS).canDecide)
      throw new QuorumLackingError();
    const paper = { id: meeting.minutesDocumentId, purpose: 'MINUTES', projectId: null } as const;
    const { id: minutesDocumentId } = await this.documents.require(tx, { ...paper, areaCode: townshipCode });
    const limit = 'micro-project.minutes-number-characters';
    const minutesNumber = await this.words.checked(meeting.minutesNumber, 'minutesNumber', limit);
    return {
      ...{ body, bodyAreaCode: townshipCode, heldOn, minutesNumber, minutesDocumentId },
      ...{ memberCount: members.length, presentIds: present },
    };
  }
}

const factsOf = ({ body, heldOn, minutesDocumentId, memberCount, presentIds }: ChangeMeeting) => ({
  ...{ body, heldOn, minutesDocumentId, memberCount },
  presentCount: presentIds.length,
  recusedCount: 0,
});
