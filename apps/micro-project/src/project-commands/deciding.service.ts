import type { Actor, Grant } from '@lianxin/access';
import { isDay, shanghaiDayEnd } from '@lianxin/policy';
import { checkUuid, checkUuids, TooManyIdsError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { BodiesService } from '../bodies/bodies.service.js';
import { earlierInterestsOf, getLastAdopted, insertDecision } from '../decisions/decisions.queries.js';
import type { MeetingOutcome } from '../decisions/decisions.queries.js';
import { isStricter } from '../decisions/decision-band.js';
import { areaCodeOfBody, MAX_PERSONS } from '../decisions/meeting.js';
import type { DecidingBody, Standing } from '../decisions/meeting.js';
import { RequiredDocuments } from '../documents/required-documents.js';
import { ProjectMoney } from '../project-money/project-money.js';
import { DecisionRecordedError, MeetingDayError } from '../projects/errors/decision.errors.js';
import type { Hearing } from '../projects/entity/project.decided.js';
import type { Project } from '../projects/entity/project.entity.js';
import type { Terms } from '../projects/entity/project.proposed.js';
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
  ProjectStepInput,
  RecordProjectDecisionInput,
} from './project.inputs.js';

interface Heard {
  readonly hearing: Hearing;
  readonly standing: Standing;
  readonly policyVersion: string;
  readonly stakeholderIds: readonly string[];
}

interface Prepared {
  readonly minutesNumber: string;
  readonly minutesDocumentId: string;
  readonly bodyAreaCode: string;
  /** Of a change. */
  readonly pending: Terms | null;
  readonly resolutionId: string | null;
}

interface Conclusion {
  readonly heard: Heard;
  readonly input: RecordProjectDecisionInput;
  readonly pending: Terms | null;
  readonly at: Date;
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
      const prepared = await this.prepare(tx, project, input, at);
      const heard = await this.hear(tx, project, { ...input, ...prepared }, at);
      const [name, outcome] = await this.conclude(tx, project, {
        heard,
        input,
        at,
        pending: prepared.pending,
      });
      const minutes = await this.keep(tx, project, {
        heard,
        prepared,
        body: meeting.body,
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

  /**
   * All that can be refused whoever may vote, before the meeting is heard: a refusal leaves no trace, so none may tell who is
   * recused, and thereby who asked for the project.
   */
  private async prepare(
    tx: EntityManager,
    project: Project,
    { meeting, isAdopted, resolutionId: named }: RecordProjectDecisionInput,
    at: Date,
  ): Promise<Prepared> {
    if (!isDay(meeting.heldOn)) throw new MeetingDayError();
    const paper = { purpose: 'MINUTES', projectId: project.id, areaCode: project.villageCode } as const;
    const document = await this.documents.require(tx, { id: meeting.minutesDocumentId, ...paper });
    const limit = 'micro-project.minutes-number-characters';
    const minutesNumber = await this.words.checked(meeting.minutesNumber, 'minutesNumber', limit);
    const bodyAreaCode = areaCodeOfBody(meeting.body, project.villageCode);
    const { pendingTermsVersion: version } = project;
    const pending = version === null ? null : await findTerms(tx, project.id, version);
    const resolutionId = named ? checkUuid(named, 'resolutionId') : null;
    project.assertDecidable({ isAdopted, resolutionId, pending }, at);
    return { minutesNumber, minutesDocumentId: document.id, bodyAreaCode, pending, resolutionId };
  }

  private async hear(
    tx: EntityManager,
    project: Project,
    {
      meeting,
      stakeholderIds,
      relations,
      resolutionId,
      bodyAreaCode,
    }: Omit<RecordProjectDecisionInput, 'resolutionId'> & Prepared,
    at: Date,
  ): Promise<Heard> {
    const asked = { areaCode: bodyAreaCode, kind: meeting.body, day: meeting.heldOn };
    const members = await this.bodies.membersOn(tx, asked);
    const amountFen = project.pendingBudgetFen ?? project.budgetFen;
    const dated = await this.bands.of(project.villageCode, amountFen, shanghaiDayEnd(meeting.heldOn));
    const isSplit = project.splitting === 'SPLIT' && project.band && isStricter(project.band, dated.band);
    const named = checkUuids(stakeholderIds, 'stakeholderIds', MAX_PERSONS);
    const earlier = await earlierInterestsOf(tx, project.id);
    const hearing: Hearing = {
      meeting: {
        body: meeting.body,
        members,
        present: checkUuids(meeting.presentIds, 'presentIds', MAX_PERSONS),
      },
      heldOn: meeting.heldOn,
      interests: {
        proposers: [...earlier.stakeholders, ...named],
        contractors: await stakeholdersOf(tx, project.contractorId),
        relations: checkedRelations(relations),
        recusedBefore: earlier.recused,
      },
      band: isSplit && project.band ? project.band : dated.band,
      resolutionId,
    };
    const standing = project.hear(hearing, at);
    return { hearing, standing, policyVersion: dated.policyVersion, stakeholderIds: named };
  }

  private async conclude(
    tx: EntityManager,
    project: Project,
    { heard, input, pending, at }: Conclusion,
  ): Promise<[TransitionName, MeetingOutcome]> {
    const { standing, hearing } = heard;
    if (!standing.canDecide) {
      project.passUp(standing, at);
      return ['passUp', 'PASSED_UP'];
    }
    return input.isAdopted
      ? [adopt(project, hearing, pending, at), 'ADOPTED']
      : [await this.reject(tx, project, at), 'REJECTED'];
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
    const { heard, prepared, body, outcome, termsVersion, actor, grant, at } = kept;
    const { hearing, standing, policyVersion, stakeholderIds } = heard;
    const { minutesNumber, minutesDocumentId, bodyAreaCode } = prepared;
    const { heldOn } = hearing;
    const { members, present } = hearing.meeting;
    const isNew = await insertDecision(tx, {
      ...{ id: uuidv7(), projectId: project.id, termsVersion, body, bodyAreaCode, outcome },
      ...{ band: hearing.band, heldOn, minutesNumber, minutesDocumentId },
      ...{ memberCount: members.length, presentIds: present, recusedIds: standing.recused, stakeholderIds },
      ...{ resolutionId: hearing.resolutionId, policyVersion },
      ...{ keyedBy: actor.subject, keyedRole: grant.role, keyedAt: at },
    });
    // Whatever the outcome would have been.
    if (!isNew) throw new DecisionRecordedError();
    return {
      ...{ body, heldOn, minutesDocumentId },
      memberCount: members.length,
      presentCount: present.length,
      recusedCount: standing.recused.length,
    };
  }
}

interface Kept {
  readonly heard: Heard;
  readonly prepared: Prepared;
  readonly body: DecidingBody;
  readonly outcome: MeetingOutcome;
  readonly termsVersion: number;
  readonly actor: Actor;
  readonly grant: Grant;
  readonly at: Date;
}

function adopt(project: Project, hearing: Hearing, pending: Terms | null, at: Date): TransitionName {
  if (!project.isConfirmationDue) {
    project.decide(hearing, pending, at);
    return 'decide';
  }
  project.confirmEmergency(hearing, at);
  return 'confirmEmergency';
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
