import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { HoldingStateEnum } from '../envelope-views/held-by-project.model.js';
import type { QuotaClass } from '../envelopes/envelope.entity.js';
import type { HoldingState } from '../envelopes/holding.js';
import { Yuan } from '../money/yuan.scalar.js';
import { QuotaClassEnum } from '../projects/project.enums.js';
import type { CommitmentList, OpenCommitment } from './commitments.queries.js';

@ObjectType('OpenCommitment', {
  description: 'What a project was promised and has not accounted for (未结承诺).',
})
export class OpenCommitmentModel {
  @Field(() => ID, { description: 'The project, by its id.' })
  projectId: string;

  @Field(() => QuotaClassEnum, { description: '"1" or "N" (额度类别).' })
  quotaClass: QuotaClass;

  @Field(() => HoldingStateEnum, { description: 'Where its money stood (资金状态).' })
  state: HoldingState;

  @Field(() => Yuan, { description: 'What it held (占用金额).' })
  held: number;

  @Field(() => Yuan, { description: 'What had been paid (已支付).' })
  paid: number;

  @Field(() => Yuan, {
    description:
      'What was open (未结金额): all it held until it is accounted for, then what stands back (质保金).',
  })
  open: number;
}

@ObjectType('OpenCommitments', {
  description: "What was still promised of a village's quota near the year's end (年末未结承诺).",
})
export class OpenCommitmentsModel {
  /** Leads to its area; no field of the graph. */
  villageId: number;

  @Field({ description: 'Code of the village (村、社区代码).' })
  villageCode: string;

  @Field(() => Int, { description: 'The year (年度).' })
  year: number;

  @Field({
    description: 'Whether it is the list of 1 December (已固定); until then it shows what is open now.',
  })
  isFinal: boolean;

  @Field(() => String, { nullable: true, description: 'The day it was listed, YYYY-MM-DD (列示日期).' })
  listedOn: string | null;

  @Field(() => Yuan, { description: 'What is open in all (未结合计).' })
  open: number;

  @Field(() => [OpenCommitmentModel], { description: 'Each project, the largest first; at most 500.' })
  items: OpenCommitmentModel[];
}

export function toOpenCommitmentsModel({ items, openFen, ...list }: CommitmentList): OpenCommitmentsModel {
  return Object.assign(new OpenCommitmentsModel(), list, {
    ...{ isFinal: list.listedOn !== null, open: openFen },
    items: items.map(toOpenCommitmentModel),
  });
}

const toOpenCommitmentModel = ({ heldFen, paidFen, openFen, ...item }: OpenCommitment): OpenCommitmentModel =>
  Object.assign(new OpenCommitmentModel(), item, { held: heldFen, paid: paidFen, open: openFen });
