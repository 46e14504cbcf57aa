import type { Actor } from '@lianxin/access';
import { officialCalendar } from '@lianxin/policy';
import { PolicyReplica } from '@lianxin/replicas';
import { checkUuid, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PartySeals } from '../parties/party-seals.js';
import type { PartySealers } from '../parties/party-seals.js';
import { partyColumnsOf } from '../parties/party.row.js';
import { ProjectSteps } from '../project-commands/project-steps.js';
import type { Taken } from '../project-commands/project-steps.js';
import type { Project } from '../projects/entity/project.entity.js';
import { NoticeOverError } from '../projects/errors/notice.errors.js';
import { rulingLevelOf } from '../projects/ruling-level.js';
import type { SlipHolder } from '../slips/slip-holders.js';
import { Slips } from '../slips/slips.js';
import { SlipHeldInOfficeError } from '../slips/slip.errors.js';
import { Words } from '../words/words.js';
import { ObjectionClosedError, ObjectionRaisedError } from './objection.errors.js';
import type { RaiseObjectionInput } from './objection.inputs.js';
import type { Objection } from './objection.row.js';
import { ObjectionMarks } from './objection-marks.js';
import { closeObjection, findObjection, insertObjection } from './objections.queries.js';
import type { NewObjection } from './objections.queries.js';
import { actorShownOf, grantShownOf } from './objectors.js';
import type { Objectors } from './objectors.js';

export interface Raised {
  readonly id: string;
  readonly input: RaiseObjectionInput;
  readonly objectors: Objectors;
  readonly sealers: PartySealers;
}

/** S0-15: residents object while the notice is posted, and may take it back. */
@Injectable()
export class RaisingService {
  constructor(
    private readonly marks: ObjectionMarks,
    private readonly policies: PolicyReplica,
    private readonly seals: PartySeals,
    private readonly slips: Slips,
    private readonly steps: ProjectSteps,
    private readonly words: Words,
  ) {}

  /** @throws NoticeOverError, ObjectionRaisedError, TextEmptyError, TextTooLongError */
  async raiseObjection(tx: EntityManager, raised: Raised): Promise<Objection> {
    const { id, input, objectors, sealers } = raised;
    const { parties, isAnonymousToVillage, action } = objectors;
    const sealed = {
      ...(await this.words.seal(
        { sealer: sealers.subject, aggregate: 'objection', id },
        { text: input.text },
      )),
      ...(await this.seals.seal({ aggregate: 'objection', id, sealers }, input)),
    };
    const change = async (project: Project, at: Date): Promise<Taken> => {
      project.raiseObjection(at);
      await this.keep(tx, raised, project, at);
      return { name: 'raiseObjection', extra: { objectionId: id }, sealed };
    };
    const shown = { id, isAnonymousToVillage, isKeyedInOffice: parties.isKeyedInOffice };
    await this.steps.take(tx, actorShownOf(parties.actor, shown), {
      ...{ projectId: input.projectId, action, change },
      shown: grantShownOf(shown),
    });
    return this.getOwn(tx, id);
  }

  /** By whoever raised it, with the account. @throws NotFoundError, ObjectionClosedError */
  async withdrawObjection(tx: EntityManager, actor: Actor, objectionId: string): Promise<Objection> {
    const objection = await this.getOwn(tx, checkUuid(objectionId, 'objectionId'));
    if (objection.subjectId !== actor.subject) throw new NotFoundError('Objection', objectionId);
    const change = async (project: Project, at: Date): Promise<Taken> => {
      const { closedAt } = await this.getOwn(tx, objection.id);
      if (closedAt !== null) throw new ObjectionClosedError();
      project.withdrawObjection(at);
      await closeObjection(tx, {
        ...{ id: objection.id, state: 'WITHDRAWN', at },
        ruledBy: null,
        finding: null,
      });
      return { name: 'withdrawObjection', extra: { objectionId: objection.id } };
    };
    const isOneself = { ...objection, isKeyedInOffice: false };
    await this.steps.take(tx, actorShownOf(actor, isOneself), {
      ...{ projectId: objection.projectId, action: 'withdrawObjection', change },
      shown: grantShownOf(isOneself),
    });
    return this.getOwn(tx, objection.id);
  }

  /** @throws SlipHeldInOfficeError, ObjectionClosedError */
  withdrawBySlip(tx: EntityManager, { actor, aggregateId, isKeyedInOffice }: SlipHolder): Promise<Objection> {
    if (isKeyedInOffice) throw new SlipHeldInOfficeError();
    return this.withdrawObjection(tx, actor, aggregateId);
  }

  /** One that the transaction's own person raised or keyed in. @throws NotFoundError */
  async getOwn(tx: EntityManager, id: string): Promise<Objection> {
    const objection = await findObjection(tx, id);
    if (!objection) throw new NotFoundError('Objection', id);
    return objection;
  }

  private async keep(
    tx: EntityManager,
    { id, input, objectors }: Raised,
    project: Project,
    at: Date,
  ): Promise<void> {
    const { parties, isAnonymousToVillage, accountId } = objectors;
    const { noticeId, leadBody, decidingBody, villageId, villageCode } = project;
    if (noticeId === null || decidingBody === null) throw new NoticeOverError();
    if (accountId !== null && !(await this.marks.add(tx, noticeId, accountId)))
      throw new ObjectionRaisedError();
    const key = 'micro-project.ruling-time';
    const { value, version } = (await this.policies.book()).valueAt(key, { areaCode: villageCode, on: at });
    const objection: NewObjection = {
      ...{ id, projectId: project.id, noticeId, villageId, villageCode, isAnonymousToVillage },
      ...partyColumnsOf(parties, input.contactChannel, this.slips.numberOf(id)),
      rulingLevel: rulingLevelOf(leadBody, decidingBody),
      raisedAt: at,
      ruleBy: officialCalendar.deadlineFrom(at, value),
      policyVersion: `${key}@${version}`,
    };
    await insertObjection(tx, objection);
  }
}
