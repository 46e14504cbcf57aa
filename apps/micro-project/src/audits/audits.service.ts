import type { Actor } from '@lianxin/access';
import { PolicyReplica } from '@lianxin/replicas';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RequiredDocuments } from '../documents/required-documents.js';
import { fenOf } from '../money/money.js';
import { ProjectMoney } from '../project-money/project-money.js';
import { ProjectSteps } from '../project-commands/project-steps.js';
import type { Taken } from '../project-commands/project-steps.js';
import type { FinalAccount } from '../projects/entity/project.ending.js';
import type { Project } from '../projects/entity/project.entity.js';
import { isInvolved } from '../projects/involved.js';
import { Words } from '../words/words.js';
import { chosenContract } from '../works/contractors/contractors.queries.js';
import { wagesPaidFor } from '../works/payments/payments.queries.js';
import { insertAccount } from './accounts.queries.js';
import {
  AuditorInvolvedError,
  NothingRetainedError,
  OwnLabourWagesError,
  RetentionTooHighError,
} from './audit.errors.js';
import type { EndMicroProjectRetentionInput, PublishMicroProjectAuditInput } from './audit.inputs.js';

const PERCENT = 100;

/** S0-19: the township audits, settles and publishes; what stands back is settled when the warranty is over. */
@Injectable()
export class AuditsService {
  constructor(
    private readonly documents: RequiredDocuments,
    private readonly money: ProjectMoney,
    private readonly policies: PolicyReplica,
    private readonly steps: ProjectSteps,
    private readonly words: Words,
  ) {}

  /** @throws FinalAccountAboveCommitmentError, RetentionTooHighError, OwnLabourWagesError, AuditorInvolvedError, DocumentUnfitError, PersonalNumberError */
  async publishMicroProjectAudit(
    tx: EntityManager,
    actor: Actor,
    input: PublishMicroProjectAuditInput,
  ): Promise<Project> {
    const effect = await this.words.published(input.effect, 'effect', 'micro-project.terms-characters');
    const retainedFen = input.retainedAmount ? fenOf(input.retainedAmount) : 0;
    const account = { finalFen: fenOf(input.finalAmount), retainedFen };
    const change = async (project: Project, at: Date): Promise<Taken> => {
      project.publishAudit(account, at);
      await this.assertRetention(project, account, at);
      await this.assertWages(tx, project, account, at);
      if (await isInvolved(tx, actor.subject, [project.id])) throw new AuditorInvolvedError();
      const papers = await this.papers(tx, project, input);
      await this.money.settle(tx, project, account);
      const { id: projectId, villageId, villageCode } = project;
      const published = { publishedBy: actor.subject, publishedAt: at };
      await insertAccount(tx, {
        ...{ projectId, villageId, villageCode },
        ...account,
        ...{ effect },
        ...papers,
        ...published,
      });
      return { name: 'publishAudit', extra: { ...account, documentId: papers.auditDocumentId } };
    };
    return this.steps.take(tx, actor, { projectId: input.projectId, action: 'publishAudit', change });
  }

  /** What stands back and was not paid is free again; a payment of it is recorded like any other. @throws NothingRetainedError, DocumentUnfitError */
  async endMicroProjectRetention(
    tx: EntityManager,
    actor: Actor,
    { projectId, documentId }: EndMicroProjectRetentionInput,
  ): Promise<Project> {
    const change = async (project: Project, at: Date): Promise<Taken> => {
      project.endRetention(at);
      if (project.retainedFen === 0) throw new NothingRetainedError();
      await this.documents.require(tx, { id: documentId, purpose: 'VOUCHER', ...placeOf(project) });
      await this.money.endRetention(tx, project);
      return { name: 'endRetention' };
    };
    return this.steps.take(tx, actor, { projectId, action: 'endRetention', change });
  }

  private async assertRetention(
    { villageCode }: Project,
    { finalFen, retainedFen }: FinalAccount,
    on: Date,
  ): Promise<void> {
    const book = await this.policies.book();
    const { value } = book.valueAt('micro-project.retention-percent', { areaCode: villageCode, on });
    if (retainedFen * PERCENT > finalFen * value) throw new RetentionTooHighError(value);
  }

  /** Own labour asks for no resolution to let the work: what is so called is paid as wages, also where the balance is paid later. */
  private async assertWages(
    tx: EntityManager,
    { id, contractorId, villageCode }: Project,
    { finalFen, retainedFen }: FinalAccount,
    on: Date,
  ): Promise<void> {
    const contract = await chosenContract(tx, contractorId);
    if (contract === null || contract.isLet) return;
    const book = await this.policies.book();
    const { value } = book.valueAt('micro-project.own-labour-wages-share', { areaCode: villageCode, on });
    const wagesFen = await wagesPaidFor(tx, id);
    if (wagesFen * PERCENT < (finalFen - retainedFen) * value) throw new OwnLabourWagesError(value);
  }

  private async papers(
    tx: EntityManager,
    project: Project,
    { documentId, finalAccountDocumentId }: PublishMicroProjectAuditInput,
  ): Promise<{ auditDocumentId: string; finalAccountDocumentId: string }> {
    const place = placeOf(project);
    const audit = { id: documentId, purpose: 'AUDIT', forms: ['SEALED_SCAN'], ...place } as const;
    const account = { id: finalAccountDocumentId, purpose: 'FINAL_ACCOUNT', ...place } as const;
    return {
      auditDocumentId: (await this.documents.require(tx, audit)).id,
      finalAccountDocumentId: (await this.documents.require(tx, account)).id,
    };
  }
}

const placeOf = ({ id, villageCode }: Project) => ({ projectId: id, areaCode: villageCode, isOwn: true });
