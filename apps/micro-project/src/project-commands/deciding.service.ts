import type { Actor, Grant } from '@lianxin/access';
import { isDay, shanghaiDayEnd } from '@lianxin/policy';
import { checkUuid, checkUuids, TooManyIdsError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { BodiesService } from '../bodies/bodies.service.js';
import { getLastAdopted, insertDecision } from '../decisions/decisions.queries.js';
import type { MeetingOutcome } from '../decisions/decisions.queries.js';
import { isStricter } from '../decisions/decision-band.js';
import { areaCodeOfBody, MAX_PERSONS } from '../decisions/meeting.js';
import type { Standing } from '../decisions/meeting.js';
import { RequiredDocuments } from '../documents/required-documents.js';
import { ProjectMoney } from '../project-money/project-money.js';
import { DecisionRecordedError, MeetingDayError } from '../projects/errors/decision.errors.js';
import type { Hearing } from '../projects/entity/project.decided.js';
import type { Project } from '../projects/entity/project.entity.js';
import { isConfirmedInTime } from '../projects/entity/project.in-emergency.js';
import { findTerms } from '../projects/terms.queries.js';
import type { TransitionName } from '../projects/project.transitions.js';
import { stakeholdersOf } from '../works/contractors/contractors.queries.js';
import { Words } from '../words/words.js';
import { Bands } from './bands.js';
import { ProjectSources } from './project-sources.js';
import { ProjectSteps } from './project-steps.js';
import type { Taken } from './project-steps.js';
import type {
  DeclaredRelationInput,
  MeetingInput,
  ProjectStepInput,
  RecordProjectDecisionInput,
} from './project.inputs.js';

interface Heard {
  readonly hearing: Hearing;
  readonly standing: Standing;
  readonly policyVersion: string;
  readonly bodyAreaCode: string;
}

/** S0-11…14: decide, review, file, each by the right body; a decision is of a body at a meeting. */
@Injectable()
export class DecidingService {
  constructor(
    private readonly bands: Bands,
    private readonly bodies: BodiesService,
    private readonly documents: RequiredDocuments,
    private readonly money: ProjectMoney,
    private readonly sources: ProjectSources,
    private readonly steps: ProjectSteps,
    private readonly words: Words,
  ) {}

  /**
   * Keyed in by a post of that very body. Also decides on changes and on what an emergency began.
   * @throws WrongBodyError, NotAMemberError, NobodyPresentError, QuorumLackingError, MeetingDayError, BodyUnknownError
   * @throws DocumentUnfitError, DecisionRecordedError, ResolutionRequiredError, SplittingUnjudgedError, QuotaExceededError
   */
  async recordProjectDecision(
    tx: EntityManager,
    actor: Actor,
    input: RecordProjectDecisionInput,
  ): Promise<Project> {
    const { projectId, meeting } = input;
    const change = async (project: Project, at: Date, grant: Grant): Promise<Taken> => {
      const termsVersion = project.pendingTermsVersion ?? project.termsVersion;
      const isChange = project.pendingTermsVersion !== null;
      const heard = await this.hear(tx, project, input, at);
      const [name, outcome] = await this.conclude(tx, project, { heard, input, at });
      const minutes = await this.keep(tx, project, {
        heard,
        meeting,
        outcome,
        termsVersion,
        actor,
        grant,
        at,
      });
      await this.account(tx, actor, project, { name, isChange, decidedOn: meeting.heldOn });
      return { name, extra: { ...minutes, ...toldOf(name, project) } };
    };
    return this.steps.take(tx, actor, { projectId, action: `decide:${meeting.body}`, change });
  }

  /** S0-12, S0-14: the level above records what was decided below. @throws FilingNotDueError */
  async fileProject(tx: EntityManager, actor: Actor, { projectId }: ProjectStepInput): Promise<Project> {
    const project = await this.steps.lock(tx, actor, projectId);
    const level = project.band === 'TOWNSHIP_DECIDES_AND_FILES' ? 'COUNTY' : 'TOWNSHIP';
    const change = (filed: Project, at: Date): Taken => {
      filed.file(at);
      return { name: 'file' };
    };
    return this.steps.take(tx, actor, { projectId, action: `file:${level}`, change });
  }

  private async hear(
    tx: EntityManager,
    project: Project,
    { meeting, stakeholderIds, relations, resolutionId }: RecordProjectDecisionInput,
    at: Date,
  ): Promise<Heard> {
    if (!isDay(meeting.heldOn)) throw new MeetingDayError();
    const bodyAreaCode = areaCodeOfBody(meeting.body, project.villageCode);
    const asked = { areaCode: bodyAreaCode, kind: meeting.body, day: meeting.heldOn };
    const members = await this.bodies.membersOn(tx, asked);
    const amountFen = project.pendingBudgetFen ?? project.budgetFen;
    const dated = await this.bands.of(project.villageCode, amountFen, shanghaiDayEnd(meeting.heldOn));
    const isSplit = project.splitting === 'SPLIT' && project.band && isStricter(project.band, dated.band);
    const hearing: Hearing = {
      meeting: {
        body: meeting.body,
        members,
        present: checkUuids(meeting.presentIds, 'presentIds', MAX_PERSONS),
      },
      heldOn: meeting.heldOn,
      interests: {
        proposers: checkUuids(stakeholderIds, 'stakeholderIds', MAX_PERSONS),
        contractors: await stakeholdersOf(tx, project.contractorId),
        relations: checkedRelations(relations),
      },
      band: isSplit && project.band ? project.band : dated.band,
      resolutionId: resolutionId ? checkUuid(resolutionId, 'resolutionId') : null,
    };
    const standing = project.hear(hearing, at);
    return { hearing, standing, policyVersion: dated.policyVersion, bodyAreaCode };
  }

  private async conclude(
    tx: EntityManager,
    project: Project,
    { heard, input, at }: { heard: Heard; input: RecordProjectDecisionInput; at: Date },
  ): Promise<[TransitionName, MeetingOutcome]> {
    const { standing, hearing } = heard;
    if (!standing.canDecide) {
      project.passUp(standing, at);
      return ['passUp', 'PASSED_UP'];
    }
    return input.isAdopted
      ? [await this.adopt(tx, project, { hearing, at }), 'ADOPTED']
      : [await this.reject(tx, project, at), 'REJECTED'];
  }

  private async adopt(
    tx: EntityManager,
    project: Project,
    { hearing, at }: { hearing: Hearing; at: Date },
  ): Promise<TransitionName> {
    const isEmergency = project.isConfirmationDue;
    const { pendingTermsVersion: pending } = project;
    if (isEmergency) project.confirmEmergency(hearing, at);
    else project.decide(hearing, pending === null ? null : await findTerms(tx, project.id, pending), at);
    return isEmergency ? 'confirmEmergency' : 'decide';
  }

  private async reject(tx: EntityManager, project: Project, at: Date): Promise<TransitionName> {
    if (project.isConfirmationDue) {
      project.refuseEmergency(at);
      return 'refuseEmergency';
    }
    if (project.pendingTermsVersion !== null) {
      project.rejectChange(await getLastAdopted(tx, project.id), at);
      return 'rejectChange';
    }
    project.reject(at);
    return 'reject';
  }

  /** Comes last: whoever holds an envelope holds up everybody else who spends of it. */
  private async account(
    tx: EntityManager,
    actor: Actor,
    project: Project,
    { name, decidedOn, isChange }: { name: TransitionName; decidedOn: string; isChange: boolean },
  ): Promise<void> {
    if (name === 'decide' || name === 'confirmEmergency')
      return this.money.commit(tx, actor, project, { decided: shanghaiDayEnd(decidedOn), isChange });
    if (name !== 'reject') return;
    await this.money.giveBack(tx, project);
    await this.sources.release(tx, actor, project);
  }

  private async keep(tx: EntityManager, project: Project, kept: Kept): Promise<Record<string, unknown>> {
    const { heard, meeting, outcome, termsVersion, actor, grant, at } = kept;
    const { hearing, standing, bodyAreaCode, policyVersion } = heard;
    const paper = { purpose: 'MINUTES', projectId: project.id, areaCode: project.villageCode } as const;
    const document = await this.documents.require(tx, { id: meeting.minutesDocumentId, ...paper });
    const limit = 'micro-project.minutes-number-characters';
    const minutesNumber = await this.words.checked(meeting.minutesNumber, 'minutesNumber', limit);
    const { members, present } = hearing.meeting;
    const isNew = await insertDecision(tx, {
      ...{ id: uuidv7(), projectId: project.id, termsVersion, body: meeting.body, bodyAreaCode, outcome },
      ...{ band: hearing.band, heldOn: meeting.heldOn, minutesNumber, minutesDocumentId: document.id },
      ...{ memberCount: members.length, presentIds: present, recusedIds: standing.recused },
      ...{ resolutionId: hearing.resolutionId, policyVersion },
      ...{ keyedBy: actor.subject, keyedRole: grant.role, keyedAt: at },
    });
    if (!isNew) throw new DecisionRecordedError();
    return {
      ...{ body: meeting.body, heldOn: meeting.heldOn, minutesDocumentId: document.id },
      memberCount: members.length,
      presentCount: present.length,
      recusedCount: standing.recused.length,
    };
  }
}

interface Kept {
  readonly heard: Heard;
  readonly meeting: MeetingInput;
  readonly outcome: MeetingOutcome;
  readonly termsVersion: number;
  readonly actor: Actor;
  readonly grant: Grant;
  readonly at: Date;
}

/** What single outcomes tell besides the meeting. */
function toldOf(name: TransitionName, project: Project): Record<string, unknown> {
  if (name === 'passUp') return { decidingBody: project.decidingBody };
  if (name === 'confirmEmergency') return { isInTime: isConfirmedInTime(project) };
  return {};
}

/** @throws TooManyIdsError, MalformedIdError */
function checkedRelations(relations: readonly DeclaredRelationInput[]): [string, string][] {
  if (relations.length > MAX_PERSONS) throw new TooManyIdsError('relations', MAX_PERSONS);
  return relations.map(({ personId, relatedId }) => [
    checkUuid(personId, 'relations'),
    checkUuid(relatedId, 'relations'),
  ]);
}
