import { Access, Role } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { RemarkAnswered, RemarkMade } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { shownGrantOf } from '@lianxin/personal-data';
import type { Parties } from '@lianxin/personal-data';
import { officialCalendar, shanghaiDay } from '@lianxin/policy';
import { PolicyReplica } from '@lianxin/replicas';
import { checkUuid, Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PartySeals } from '../../parties/party-seals.js';
import type { PartySealers } from '../../parties/party-seals.js';
import { partyColumnsOf } from '../../parties/party.row.js';
import { ProjectSteps } from '../../project-commands/project-steps.js';
import type { Project } from '../../projects/entity/project.entity.js';
import { viewOf } from '../../projects/project.rules.js';
import { Slips } from '../../slips/slips.js';
import { Words } from '../../words/words.js';
import { RemarkAnsweredError, RemarkOfOneselfError, RemarkOpenError } from './remark.errors.js';
import type { AnswerRemarkInput, RemarkOnMicroProjectInput } from './remark.inputs.js';
import { findRemark, hasOpenRemark, insertRemark, storeAnswer } from './remarks.queries.js';
import type { Remark } from './remarks.queries.js';

const TIME = 'micro-project.remark-answer-time';

export interface Remarked {
  readonly id: string;
  readonly input: RemarkOnMicroProjectInput;
  readonly parties: Parties;
  readonly sealers: PartySealers;
}

/** S0-24, S0-27: residents and the supervision committee remark on projects; the body that leads them answers in public. */
@Injectable()
export class RemarksService {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
    private readonly journal: Journal,
    private readonly policies: PolicyReplica,
    private readonly seals: PartySeals,
    private readonly slips: Slips,
    private readonly steps: ProjectSteps,
    private readonly words: Words,
  ) {}

  /** @throws NotFoundError, RemarkOpenError, TextEmptyError, TextTooLongError */
  async remarkOnMicroProject(tx: EntityManager, remarked: Remarked): Promise<Remark> {
    const { id, input, parties, sealers } = remarked;
    const { actor } = parties;
    const project = await this.steps.get(tx, actor, input.projectId);
    const speaksForItself = parties.keyerId === null || input.proxy?.isCaller === true;
    const action = speaksForItself ? 'remark' : 'keyRemark';
    const grant = this.access.require(actor, action, 'MicroProject', viewOf(project));
    if (await hasOpenRemark(tx, parties.subjectId, project.id)) throw new RemarkOpenError();
    const at = this.clock.now();
    const isOfSupervisionCommittee = grant.role === Role.SUPERVISION_COMMITTEE;
    await this.keep(tx, remarked, project, { at, isOfSupervisionCommittee });
    const place = { sealer: sealers.subject, aggregate: 'remark', id };
    const sealed = {
      ...(await this.words.seal(place, { text: input.text }, 'micro-project.remark-characters')),
      ...(await this.seals.seal({ aggregate: 'remark', id, sealers }, input)),
    };
    const { villageCode, id: projectId } = project;
    await this.journal.record(tx, actor, {
      ...{ event: RemarkMade, aggregateId: id, areaCode: villageCode, sealed, isFirst: true },
      grant: shownGrantOf(grant, parties),
      data: { villageCode, projectId, isOfSupervisionCommittee, at: at.toISOString() },
    });
    return this.getOwn(tx, id);
  }

  /** @throws NotFoundError, RemarkAnsweredError, RemarkOfOneselfError, PersonalNumberError */
  async answerRemark(tx: EntityManager, actor: Actor, input: AnswerRemarkInput): Promise<Remark> {
    const remark = await this.get(tx, actor, input.remarkId);
    const { id, projectId, villageCode } = remark;
    const grant = this.access.require(actor, 'answer', 'ProjectRemark', remark);
    if ([remark.subjectId, remark.proxyId, remark.keyerId].includes(actor.subject))
      throw new RemarkOfOneselfError();
    const answer = await this.words.published(input.answer, 'answer', 'micro-project.finding-characters');
    await this.store(tx, actor, grant, { id, answer });
    await this.journal.record(tx, actor, {
      ...{ event: RemarkAnswered, aggregateId: id, areaCode: villageCode, grant },
      data: { villageCode, projectId, at: this.clock.now().toISOString() },
    });
    return this.get(tx, actor, id);
  }

  /** For the offices over its village. @throws NotFoundError also for what one may not see */
  async get(tx: EntityManager, actor: Actor, remarkId: string): Promise<Remark> {
    const remark = await findRemark(tx, checkUuid(remarkId, 'remarkId'));
    if (!remark || !this.access.findGrant(actor, 'read', 'ProjectRemark', { areaCode: remark.villageCode }))
      throw new NotFoundError('MicroProjectRemark', remarkId);
    return remark;
  }

  /** One that the transaction's own person made or keyed in. @throws NotFoundError */
  async getOwn(tx: EntityManager, id: string): Promise<Remark> {
    const remark = await findRemark(tx, id);
    if (!remark) throw new NotFoundError('MicroProjectRemark', id);
    return remark;
  }

  private async store(
    tx: EntityManager,
    { subject }: Actor,
    { role }: Grant,
    { id, answer }: { id: string; answer: string },
  ): Promise<void> {
    const answered = { answer, on: shanghaiDay(this.clock.now()), by: subject, role };
    if (!(await storeAnswer(tx, id, answered))) throw new RemarkAnsweredError();
  }

  private async keep(
    tx: EntityManager,
    { id, input, parties }: Remarked,
    { id: projectId, villageId, villageCode, leadBody }: Project,
    { at, isOfSupervisionCommittee }: { at: Date; isOfSupervisionCommittee: boolean },
  ): Promise<void> {
    const book = await this.policies.book();
    const { value, version } = book.valueAt(TIME, { areaCode: villageCode, on: at });
    await insertRemark(tx, {
      ...{ id, projectId, villageId, villageCode, leadBody, isOfSupervisionCommittee },
      ...partyColumnsOf(parties, input.contactChannel, this.slips.numberOf(id)),
      madeAt: at,
      madeOn: shanghaiDay(at),
      answerDueAt: officialCalendar.deadlineFrom(at, value),
      policyVersion: `${TIME}@${version}`,
    });
  }
}
