import { PAYMENT_STAGES } from '@lianxin/contracts';
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../../enum-of.js';
import { Yuan } from '../../money/yuan.scalar.js';
import type { Payment, PaymentStage } from './payments.queries.js';

export const PaymentStageEnum = enumOf(PAYMENT_STAGES);
registerEnumType(PaymentStageEnum, {
  name: 'PaymentStage',
  description: 'What a payment is for (支付阶段).',
  valuesMap: {
    ADVANCE: { description: 'In advance (预付款).' },
    PROGRESS: { description: 'For work done so far (进度款).' },
    COMPLETION: { description: 'For the work done (完工款).' },
    WAGES: { description: 'Wages of local workers (本地务工工资).' },
    RETENTION: { description: 'What stood back until the warranty was over (质保金).' },
  },
});

@ObjectType('MicroProjectPayment', {
  description: 'A payment that was made outside and recorded here (支付登记).',
})
export class PaymentModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Field(() => PaymentStageEnum, { description: 'What it is for (支付阶段).' })
  stage: PaymentStage;

  @Field(() => Yuan, { description: 'How much was paid (支付金额).' })
  amount: number;

  @Field(() => String, { description: 'On which day, YYYY-MM-DD (支付日期).' })
  paidOn: string;

  @Field({ description: 'Number of the voucher (凭证号).' })
  voucherNumber: string;

  @Field(() => String, { nullable: true, description: 'Number of the invoice (发票号), where there is one.' })
  invoiceNumber: string | null;

  @Field(() => ID, { description: 'The voucher (凭证).' })
  documentId: string;

  @Field(() => Int, { nullable: true, description: 'How many local workers were paid (务工人数).' })
  workerCount: number | null;

  @Field(() => ID, { nullable: true, description: 'The list that they signed (签字工资表).' })
  wageListDocumentId: string | null;

  @Field({ description: 'When it was keyed in (登记时间).' })
  recordedAt: Date;
}

export const toPaymentModel = ({ amountFen: amount, ...payment }: Payment): PaymentModel =>
  Object.assign(new PaymentModel(), payment, { amount });
