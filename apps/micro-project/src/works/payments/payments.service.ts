import type { Actor, Grant } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { isDay, shanghaiDay } from '@lianxin/policy';
import { checkUuid } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { findFirstDecisionDay } from '../../decisions/decisions.queries.js';
import { RequiredDocuments } from '../../documents/required-documents.js';
import { fenOf } from '../../money/money.js';
import { ProjectSteps } from '../../project-commands/project-steps.js';
import type { Taken } from '../../project-commands/project-steps.js';
import type { Project } from '../../projects/entity/project.entity.js';
import { Words } from '../../words/words.js';
import { PaymentDayError, VoucherReusedError, WagesMalformedError } from './payment.errors.js';
import type { RecordPaymentInput } from './payment.inputs.js';
import { insertPayment } from './payments.queries.js';
import type { Payment } from './payments.queries.js';

const MAX_WORKERS = 1_000;
const NUMBER_LIMIT = 'micro-project.minutes-number-characters';

/** Money is paid elsewhere; here it is recorded, never more than was promised. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly documents: RequiredDocuments,
    private readonly steps: ProjectSteps,
    private readonly words: Words,
  ) {}

  /**
   * @throws PaymentAboveCommitmentError, RetentionNotDueError, EmergencyUnconfirmedError
   * @throws VoucherReusedError, PaymentDayError, WagesMalformedError, DocumentUnfitError, AmountMalformedError
   */
  async recordPayment(
    tx: EntityManager,
    actor: Actor,
    input: RecordPaymentInput,
    sealer: Sealer,
  ): Promise<Project> {
    const { projectId, payer, payee, stage } = input;
    const id = checkUuid(projectId, 'projectId');
    const sealed = await this.words.seal({ sealer, aggregate: 'project', id }, { payer, payee });
    const amountFen = fenOf(input.amount);
    const change = async (project: Project, at: Date, grant: Grant): Promise<Taken> => {
      const isRetention = stage === 'RETENTION';
      if (isRetention) project.payRetention(amountFen, at);
      else project.recordPayment(amountFen, at);
      const payment = await this.keep(tx, project, input, { actor, grant, at });
      const { id: paymentId, paidOn } = payment;
      return {
        name: isRetention ? 'payRetention' : 'recordPayment',
        extra: { paymentId, stage, amountFen, paidOn },
        sealed,
      };
    };
    return this.steps.take(tx, actor, { projectId, action: 'recordPayment', change });
  }

  private async keep(
    tx: EntityManager,
    project: Project,
    input: RecordPaymentInput,
    { actor, grant, at }: { actor: Actor; grant: Grant; at: Date },
  ): Promise<Payment> {
    const { stage, paidOn, invoiceNumber } = input;
    await this.assertDay(tx, project, paidOn, at);
    const voucherNumber = await this.words.published(input.voucherNumber, 'voucherNumber', NUMBER_LIMIT);
    const voucher = await this.documents.require(tx, {
      id: input.documentId,
      purpose: 'VOUCHER',
      ...of(project),
    });
    const payment: Payment = {
      ...{ id: uuidv7(), projectId: project.id, villageId: project.villageId },
      ...{ stage, amountFen: fenOf(input.amount), paidOn, voucherNumber, documentId: voucher.id },
      invoiceNumber:
        typeof invoiceNumber === 'string'
          ? await this.words.published(invoiceNumber, 'invoiceNumber', NUMBER_LIMIT)
          : null,
      ...(await this.wagesOf(tx, project, input)),
      ...{ recordedBy: actor.subject, recordedRole: grant.role, recordedAt: at },
    };
    if (!(await insertPayment(tx, payment, voucherKeyOf(voucherNumber)))) throw new VoucherReusedError();
    return payment;
  }

  private async assertDay(tx: EntityManager, { id }: Project, paidOn: string, at: Date): Promise<void> {
    const decidedOn = await findFirstDecisionDay(tx, id);
    if (!isDay(paidOn) || decidedOn === null || paidOn < decidedOn || paidOn > shanghaiDay(at))
      throw new PaymentDayError();
  }

  private async wagesOf(
    tx: EntityManager,
    project: Project,
    { stage, wages }: RecordPaymentInput,
  ): Promise<Pick<Payment, 'workerCount' | 'wageListDocumentId'>> {
    if ((stage === 'WAGES') !== Boolean(wages)) throw new WagesMalformedError(MAX_WORKERS);
    if (!wages) return { workerCount: null, wageListDocumentId: null };
    const { workerCount, listDocumentId: id } = wages;
    if (workerCount < 1 || workerCount > MAX_WORKERS) throw new WagesMalformedError(MAX_WORKERS);
    const list = await this.documents.require(tx, { id, purpose: 'WAGE_LIST', ...of(project) });
    return { workerCount, wageListDocumentId: list.id };
  }
}

/** The same number, however wide or spaced it was typed. */
const voucherKeyOf = (number: string): string => number.normalize('NFKC').toUpperCase().replace(/\s/g, '');

const of = ({ id: projectId, villageCode: areaCode }: Project) => ({ projectId, areaCode });
