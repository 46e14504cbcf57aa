import type { Actor } from '@lianxin/access';
import { shanghaiDay } from '@lianxin/policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EnvelopesService } from '../envelopes/envelopes.service.js';
import type { Project } from '../projects/entity/project.entity.js';

/** The year, Asia/Shanghai, whose quota something decided then spends. */
const yearOf = (at: Date): number => Number(shanghaiDay(at).slice(0, 4));

/**
 * What a step of a project does to the envelope of its village: both change in one transaction, the envelope's row held from
 * here to its end.
 */
@Injectable()
export class ProjectMoney {
  constructor(private readonly envelopes: EnvelopesService) {}

  /** @throws QuotaExceededError, LargerProjectTakenError */
  async reserve(tx: EntityManager, actor: Actor, project: Project, at: Date): Promise<void> {
    if (project.holdsMoney) return;
    const envelope = await this.envelopes.lockOrOpen(tx, actor, project, yearOf(at));
    project.keep(envelope.reserve(project.quotaClass, project.budgetFen));
    project.envelopeId = envelope.id;
    project.envelopeYear = envelope.year;
    await this.envelopes.store(tx, envelope);
  }

  /**
   * What was decided is promised; a project spends the envelope of the year it was decided in, so what was only reserved
   * moves there.
   * @throws QuotaExceededError, LargerProjectTakenError
   */
  async commit(tx: EntityManager, actor: Actor, project: Project, at: Date): Promise<void> {
    const isOfAnotherYear = project.holdingState === 'RESERVED' && project.envelopeYear !== yearOf(at);
    if (isOfAnotherYear) await this.giveBack(tx, project);
    await this.reserve(tx, actor, project, at);
    const envelope = await this.envelopes.lock(tx, project.envelopeId);
    const { holding } = project;
    envelope.commit(holding, project.committedFen);
    project.keep(holding);
    await this.envelopes.store(tx, envelope);
  }

  /** @throws FinalAccountAboveCommitmentError */
  async settle(
    tx: EntityManager,
    project: Project,
    account: { finalFen: number; retainedFen: number },
  ): Promise<void> {
    const { finalFen, retainedFen } = account;
    const envelope = await this.envelopes.lock(tx, project.envelopeId);
    const { holding } = project;
    envelope.settle(holding, { paidFen: finalFen - retainedFen, retainedFen });
    project.keep(holding);
    await this.envelopes.store(tx, envelope);
  }

  /** @throws FinalAccountAboveCommitmentError */
  async endRetention(tx: EntityManager, project: Project, paidFen: number): Promise<void> {
    const envelope = await this.envelopes.lock(tx, project.envelopeId);
    const { holding } = project;
    envelope.endRetention(holding, paidFen);
    project.keep(holding);
    await this.envelopes.store(tx, envelope);
  }

  /** What comes to nothing frees all that was not paid. */
  async giveBack(tx: EntityManager, project: Project): Promise<void> {
    if (!project.holdsMoney) return;
    const envelope = await this.envelopes.lock(tx, project.envelopeId);
    const { holding } = project;
    if (project.paidFen > 0) envelope.settle(holding, { paidFen: project.paidFen, retainedFen: 0 });
    else envelope.release(holding);
    project.keep(holding);
    await this.envelopes.store(tx, envelope);
  }
}
