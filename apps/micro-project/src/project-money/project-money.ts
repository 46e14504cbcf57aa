import type { Actor } from '@lianxin/access';
import { shanghaiYear } from '@lianxin/policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Envelope } from '../envelopes/envelope.entity.js';
import { EnvelopesService } from '../envelopes/envelopes.service.js';
import type { Holding } from '../envelopes/holding.js';
import type { Project } from '../projects/entity/project.entity.js';

/** The decision that promises money. */
export interface Deciding {
  /** When its body met. */
  readonly decided: Date;
  /** Of what is under way already, which stays in the year it was decided in. */
  readonly isChange: boolean;
}

/**
 * What a step of a project does to the envelope of its village: both change in one transaction, the envelope's row held from
 * here to its end. What leaves the sum held as it is does not touch the envelope, so that nobody waits for it.
 */
@Injectable()
export class ProjectMoney {
  constructor(private readonly envelopes: EnvelopesService) {}

  /**
   * Room for what is asked to be decided. What was promised before keeps its place until then: it grows with the budget, and
   * shrinks by the decision alone.
   * @throws QuotaExceededError, LargerProjectTakenError
   */
  async reserve(tx: EntityManager, actor: Actor, project: Project, at: Date): Promise<void> {
    const year = shanghaiYear(at);
    const amountFen = Math.max(project.budgetFen, project.committedFen);
    if (!isKeptIn(year, project)) return this.bring(tx, actor, project, { year, amountFen });
    if (project.heldFen !== amountFen)
      await this.change(tx, project, (envelope, holding) => envelope.resize(holding, amountFen));
  }

  /**
   * What was decided is promised, of the envelope of the year it was decided in: what another year kept for it moves there.
   * @throws QuotaExceededError, LargerProjectTakenError
   */
  async commit(
    tx: EntityManager,
    actor: Actor,
    project: Project,
    { decided, isChange }: Deciding,
  ): Promise<void> {
    const { committedFen: amountFen } = project;
    const year = shanghaiYear(decided);
    if (!isChange && !isKeptIn(year, project)) await this.bring(tx, actor, project, { year, amountFen });
    const { holding } = project;
    if (holding.heldFen !== amountFen)
      return this.change(tx, project, (envelope, held) => envelope.commit(held, amountFen));
    holding.commit(amountFen);
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

  /** Out of whatever year it is kept in; what was promised there is promised here. */
  private async bring(
    tx: EntityManager,
    actor: Actor,
    project: Project,
    { year, amountFen }: { year: number; amountFen: number },
  ): Promise<void> {
    const isPromised = project.holdingState === 'COMMITTED';
    await this.giveBack(tx, project);
    const envelope = await this.envelopes.lockOrOpen(tx, actor, project, year);
    const holding = envelope.reserve(project.quotaClass, amountFen);
    if (isPromised) holding.commit(amountFen);
    project.keep(holding);
    project.envelopeId = envelope.id;
    project.envelopeYear = envelope.year;
    await this.envelopes.store(tx, envelope);
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

/** What was paid stays where it was spent, and all that is promised for the same work with it. */
const isKeptIn = (year: number, { holdsMoney, envelopeYear, paidFen }: Project): boolean =>
  holdsMoney && (envelopeYear === year || paidFen > 0);
