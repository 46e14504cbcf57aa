import { isDay, shanghaiDay } from '@lianxin/policy';
import { checkUuids } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BodiesService } from '../bodies/bodies.service.js';
import { RequiredDocuments } from '../documents/required-documents.js';
import type { MeetingInput } from '../project-commands/project.inputs.js';
import { MeetingDayError } from '../projects/errors/decision.errors.js';
import { Words } from '../words/words.js';
import { QuorumLackingError } from './meeting.errors.js';
import { MAX_PERSONS, standingOf } from './meeting.js';
import type { DecidingBody } from './meeting.js';

export interface RequiredMeeting {
  readonly meeting: MeetingInput;
  readonly competent: DecidingBody;
  readonly bodyAreaCode: string;
  /** When it was submitted to that body, if the matter is one that is submitted: no earlier meeting had it before it. */
  readonly since?: Date;
  readonly at: Date;
}

/** A meeting as its signed minutes have it. */
export interface HeldMeeting {
  readonly body: DecidingBody;
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly heldOn: string;
  readonly minutesNumber: string;
  readonly minutesDocumentId: string;
  readonly memberCount: number;
  readonly presentIds: readonly string[];
}

/** Meetings on matters in which nobody has a stake of their own, so that nobody is recused and nothing passed up. */
@Injectable()
export class Meetings {
  constructor(
    private readonly bodies: BodiesService,
    private readonly documents: RequiredDocuments,
    private readonly words: Words,
  ) {}

  /**
   * Of the competent body, with a quorum, held by today and not before the matter was submitted, and shown by its signed minutes.
   * @throws WrongBodyError, NotAMemberError, NobodyPresentError, QuorumLackingError, MeetingDayError, BodyUnknownError, DocumentUnfitError
   */
  async require(
    tx: EntityManager,
    { meeting, competent, bodyAreaCode, since, at }: RequiredMeeting,
  ): Promise<HeldMeeting> {
    const { body, heldOn } = meeting;
    if (!isDay(heldOn) || heldOn > shanghaiDay(at)) throw new MeetingDayError();
    if (since && heldOn < shanghaiDay(since)) throw new MeetingDayError();
    const members = await this.bodies.membersOn(tx, { areaCode: bodyAreaCode, kind: competent, day: heldOn });
    const presentIds = checkUuids(meeting.presentIds, 'presentIds', MAX_PERSONS);
    const nobodysStake = { proposers: [], contractors: [], relations: [] };
    const standing = standingOf({ body, members, present: presentIds }, competent, nobodysStake);
    if (!standing.canDecide) throw new QuorumLackingError();
    const paper = { purpose: 'MINUTES', projectId: null, areaCode: bodyAreaCode } as const;
    const document = await this.documents.require(tx, { id: meeting.minutesDocumentId, ...paper });
    const limit = 'micro-project.minutes-number-characters';
    const minutesNumber = await this.words.checked(meeting.minutesNumber, 'minutesNumber', limit);
    return {
      ...{ body, heldOn, minutesNumber, minutesDocumentId: document.id },
      ...{ memberCount: members.length, presentIds },
    };
  }
}
