import { isDay } from '@lianxin/policy';
import { checkUuids } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BodiesService } from '../../bodies/bodies.service.js';
import { earlierInterestsOf } from '../../decisions/decisions.queries.js';
import { areaCodeOfBody, MAX_PERSONS, standingOf } from '../../decisions/meeting.js';
import type { DecidingBody, Interests } from '../../decisions/meeting.js';
import { WrongBodyError } from '../../decisions/meeting.errors.js';
import { RequiredDocuments } from '../../documents/required-documents.js';
import type { MeetingInput } from '../../project-commands/project.inputs.js';
import { MeetingDayError } from '../../projects/errors/decision.errors.js';
import type { Project } from '../../projects/entity/project.entity.js';
import { Words } from '../../words/words.js';
import { SelectionQuorumError } from './contractor.errors.js';
import type { Contractor } from './contractors.queries.js';

const CHOOSES: Readonly<Record<Project['leadBody'], DecidingBody>> = {
  VILLAGE: 'VILLAGE_TWO_COMMITTEES',
  TOWNSHIP: 'TOWNSHIP_PARTY_COMMITTEE',
};

type Sitting = Pick<
  Contractor,
  'body' | 'heldOn' | 'minutesNumber' | 'minutesDocumentId' | 'memberCount' | 'presentIds' | 'recusedIds'
>;

/** The meeting that chooses who carries a project out: of the body that leads it, without those who are related. */
@Injectable()
export class SelectionMeetings {
  constructor(
    private readonly bodies: BodiesService,
    private readonly documents: RequiredDocuments,
    private readonly words: Words,
  ) {}

  /**
   * @param stakeholderIds persons behind the contractor, and their relatives
   * @throws WrongBodyError, NotAMemberError, NobodyPresentError, SelectionQuorumError, MeetingDayError, BodyUnknownError
   * @throws DocumentUnfitError
   */
  async sit(
    tx: EntityManager,
    project: Project,
    meeting: MeetingInput,
    stakeholderIds: readonly string[],
  ): Promise<Sitting> {
    if (!isDay(meeting.heldOn)) throw new MeetingDayError();
    const earlier = await earlierInterestsOf(tx, project.id);
    const proposers = [...project.proposerIds, ...earlier.stakeholders];
    const recusedBefore = earlier.recused;
    const interests: Interests = { proposers, contractors: stakeholderIds, relations: [], recusedBefore };
    const members = await this.membersOfCompetent(tx, project, meeting, interests);
    const present = checkUuids(meeting.presentIds, 'presentIds', MAX_PERSONS);
    const { body, heldOn } = meeting;
    const standing = standingOf({ body, members, present }, body, interests);
    if (!standing.canDecide) throw new SelectionQuorumError();
    const paper = { purpose: 'MINUTES', projectId: project.id, areaCode: project.villageCode } as const;
    const document = await this.documents.require(tx, { id: meeting.minutesDocumentId, ...paper });
    return {
      ...{ body, heldOn, minutesDocumentId: document.id },
      minutesNumber: await this.words.checked(
        meeting.minutesNumber,
        'minutesNumber',
        'micro-project.minutes-number-characters',
      ),
      ...{ memberCount: members.length, presentIds: present, recusedIds: standing.recused },
    };
  }

  /** A body that could not decide even with all its members there, because too many are related, gives way to the one above. */
  private async membersOfCompetent(
    tx: EntityManager,
    { villageCode, leadBody }: Project,
    { body: met, heldOn: day }: MeetingInput,
    interests: Interests,
  ): Promise<readonly string[]> {
    for (let body = CHOOSES[leadBody]; ;) {
      const asked = { areaCode: areaCodeOfBody(body, villageCode), kind: body, day };
      const members = await this.bodies.membersOn(tx, asked);
      const complete = standingOf({ body, members, present: members }, body, interests);
      const competent = complete.canDecide ? body : complete.goesTo;
      if (met === competent && complete.canDecide) return members;
      if (met === body || complete.canDecide) throw new WrongBodyError(met, competent);
      body = competent;
    }
  }
}
