import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { checkUuid, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { decisionsOf } from '../decisions/decisions.queries.js';
import { voidNoticeOf } from '../notices/notices.queries.js';
import { ConfirmationTime } from '../project-commands/confirmation-time.js';
import { ProjectSteps } from '../project-commands/project-steps.js';
import type { Taken } from '../project-commands/project-steps.js';
import type { Project } from '../projects/entity/project.entity.js';
import { isInvolved } from '../projects/involved.js';
import { Words } from '../words/words.js';
import { ObjectionClosedError, RulerInvolvedError } from './objection.errors.js';
import type { RuleObjectionInput } from './objection.inputs.js';
import type { Objection } from './objection.row.js';
import { viewOfObjection } from './objection.rules.js';
import { ObjectionMarks } from './objection-marks.js';
import { closeObjection, findObjection } from './objections.queries.js';

/** S0-15: an objection is ruled by the level above those whose matter it is, as far as there is one, and by nobody who had a part in it. */
@Injectable()
export class RulingService {
  constructor(
    private readonly access: Access,
    private readonly confirmation: ConfirmationTime,
    private readonly marks: ObjectionMarks,
    private readonly steps: ProjectSteps,
    private readonly words: Words,
  ) {}

  /** @throws NotFoundError, RulerInvolvedError, ObjectionClosedError, TextEmptyError, PersonalNumberError */
  async ruleObjection(
    tx: EntityManager,
    actor: Actor,
    input: RuleObjectionInput,
    sealer: Sealer,
  ): Promise<Objection> {
    const { id, projectId, rulingLevel } = await this.get(tx, actor, input.objectionId);
    const place = { sealer, aggregate: 'objection', id };
    const sealed = await this.words.seal(place, { reason: input.reason });
    const finding = await this.words.published(input.finding, 'finding', 'micro-project.note-characters');
    const change = async (project: Project, at: Date): Promise<Taken> => {
      const objection = await this.get(tx, actor, id);
      if (objection.closedAt !== null) throw new ObjectionClosedError();
      await this.assertUninvolved(tx, actor, project, objection);
      const state = input.isUpheld ? 'UPHELD' : 'DISMISSED';
      if (input.isUpheld) await this.uphold(tx, project, at);
      else project.dismissObjection(at);
      await closeObjection(tx, { ...{ id, state, at, finding }, ruledBy: actor.subject });
      const name = input.isUpheld ? 'upholdObjection' : 'dismissObjection';
      return { name, extra: { objectionId: id }, sealed };
    };
    await this.steps.take(tx, actor, { projectId, action: `rule:${rulingLevel}`, change });
    return this.get(tx, actor, id);
  }

  private async uphold(tx: EntityManager, project: Project, at: Date): Promise<void> {
    project.upholdObjection(await this.confirmation.until(project.villageCode, at), at);
    await voidNoticeOf(tx, project.id, at);
  }

  /** @throws NotFoundError also for what one may not read */
  async get(tx: EntityManager, actor: Actor, objectionId: string): Promise<Objection> {
    const objection = await findObjection(tx, checkUuid(objectionId, 'objectionId'));
    if (!objection || !this.access.findGrant(actor, 'read', 'Objection', viewOfObjection(objection)))
      throw new NotFoundError('Objection', objectionId);
    return objection;
  }

  /** @throws RulerInvolvedError */
  async assertUninvolved(
    tx: EntityManager,
    { subject }: Actor,
    { id }: Pick<Project, 'id'>,
    { noticeId, subjectId, proxyId, keyerId }: Objection,
  ): Promise<void> {
    const [meetings = []] = await decisionsOf(tx, [id]);
    const deciders = meetings.flatMap(({ presentIds, keyedBy }) => [...presentIds, keyedBy]);
    const involved = [subjectId, proxyId, keyerId, ...deciders];
    const isAPart =
      involved.includes(subject) ||
      (await this.marks.has(tx, noticeId, subject)) ||
      (await isInvolved(tx, subject, [id]));
    if (isAPart) throw new RulerInvolvedError();
  }
}
