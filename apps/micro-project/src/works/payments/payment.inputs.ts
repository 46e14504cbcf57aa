import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Yuan } from '../../money/yuan.scalar.js';
import { ProjectStepInput } from '../../project-commands/project.inputs.js';
import { PaymentStageEnum } from './payment.model.js';
import type { PaymentStage } from './payments.queries.js';

const SEALED = 'Stored encrypted, for those only who may read it; no bank account is asked for.';

@InputType({ description: 'Wages of local workers (本地务工工资): a number and a list, no names.' })
export class WagesInput {
  @Field(() => Int, { description: 'How many local workers were paid (务工人数).' })
  workerCount: number;

  @Field(() => ID, {
    description: 'The list that they signed (签字工资表), a document of purpose WAGE_LIST.',
  })
  listDocumentId: string;
}

@InputType({ description: 'A payment that was made outside, as its voucher has it (支付登记).' })
export class RecordPaymentInput extends ProjectStepInput {
  @Field(() => PaymentStageEnum, { description: 'What it is for (支付阶段).' })
  stage: PaymentStage;

  @Field(() => Yuan, { description: 'How much was paid (支付金额), above zero.' })
  amount: string;

  @Field(() => String, { description: 'On which day, YYYY-MM-DD (支付日期).' })
  paidOn: string;

  @Field({ description: 'Number of the voucher (凭证号): once in a village.' })
  voucherNumber: string;

  @Field(() => String, { nullable: true, description: 'Number of the invoice (发票号), where there is one.' })
  invoiceNumber?: string;

  @Field({ description: `Who paid (付款方). ${SEALED}` })
  payer: string;

  @Field({ description: `Who was paid (收款方). ${SEALED}` })
  payee: string;

  @Field(() => ID, { description: 'The voucher (凭证), a document of purpose VOUCHER.' })
  documentId: string;

  @Field(() => WagesInput, { nullable: true, description: 'With wages, and with nothing else.' })
  wages?: WagesInput;
}
