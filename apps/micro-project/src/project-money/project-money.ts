import type { Actor } from '@lianxin/access';
import { shanghaiYear } from '@lianxin/policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Envelope } from '../envelopes/envelope.entity.js';
import { EnvelopesService } from '../envelopes/envelopes.service.js';
import type { Holding } from '../envelopes/holding.js';
import type { Project } from '../projects/entity/project.entity.js';

/**
 * What a step of a project does to the envelope of its village: both change in one transaction, the envelope's row held from
 * here to its end. What leaves the sum held as it is does not touch the envelope, so that nobody waits for it.
 */
@Injectable()
export class ProjectMoney {
  constructor(private readonly envelopes: EnvelopesService) {}

  /** @throws QuotaExceededError, LargerProjectTakenError */
  async reserve(tx: EntityManager, actor: Actor, project: Project, at: Date): Promise<void> {
    if (project.holdsMoney) return;
    const envelope = await this.envelopes.lockOrOpen(tx, actor, project, shanghaiYear(at));
    project.keep(envelope.reserve(project.quotaClass, project.budgetFen));
    project.envelopeId = envelope.id;
    project.envelopeYear = envelope.year;
    await this.envelopes.store(tx, envelope);
  }

  /**
   * What was decided is promised; a project spends the envelope of the year it was decided in, so what was only reserved
   * moves there.
   * @param decided when its body met
   * @throws QuotaExceededError, LargerProjectTakenError
   */
  async commit(tx: EntityManager, actor: Actor, project: Project, decided: Date): Promise<void> {
    const isOfAnotherYear =
      project.holdingState === 'RESERVED' && project.envelopeYear !== shanghaiYear(decided);
    if (isOfAnotherYear) await this.giveBack(tx, project);
    await this.reserve(tx, actor, project, decided);
    const { holding } = project;
    const { committedFen } = project;
    if (holding.heldFen !== committedFen)
      return this.change(tx, project, (envelope, held) => envelope.commit(held, committedFen));
    holding.commit(committedFen);
    project.keep(holding);
  }

  /** @throws FinalAccountAboveCommitmentError */
  async settle(
    tx: EntityManager,
    project: Project,
    { finalFen, retainedFen }: { finalFen: number; retainedFen: number },
  ): Promise<void> {
    const account = { paidFen: finalFen - retainedFen, retainedFen };
    await this.change(tx, project, (envelope, holding) => envelope.settle(holding, account));
  }

  async endRetention(tx: EntityManager, project: Project): Promise<void> {
    await this.change(tx, project, (envelope, holding) => envelope.endRetention(holding));
  }

  /** What comes to nothing frees all that was not paid. */
  async giveBack(tx: EntityManager, project: Project): Promise<void> {
    if (!project.holdsMoney) return;
    const { paidFen } = project;
    await this.change(tx, project, (envelope, holding) => {
      if (paidFen > 0) envelope.settle(holding, { paidFen, retainedFen: 0 });
      else envelope.release(holding);
    });
  }

  private async change(
    tx: EntityManager,
    project: Project,
    change: (envelope: Envelope, holding: Holding) => void,
  ): Promise<void> {
    const envelope = await this.envelopes.lock(tx, project.envelopeId);
    const { holding } = project;
    change(envelope, holding);
    project.keep(holding);
    await this.envelopes.store(tx, envelope);
  }
}
