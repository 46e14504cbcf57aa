import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import type { QuotaClass } from '../envelopes/envelope.entity.js';
import { HOLDING_STATES } from '../envelopes/holding.js';
import type { HoldingState } from '../envelopes/holding.js';
import { Yuan } from '../money/yuan.scalar.js';
import { QuotaClassEnum } from '../projects/project.enums.js';
import type { HeldByProject } from './envelopes.queries.js';

export const HoldingStateEnum = enumOf(HOLDING_STATES);
registerEnumType(HoldingStateEnum, {
  name: 'HoldingState',
  description: 'Where the money of a project stands (资金状态).',
  valuesMap: {
    RESERVED: { description: 'Kept for what was submitted (预占).' },
    COMMITTED: { description: 'Promised by a decision (已承诺).' },
    SETTLED: { description: 'Accounted for (已结算).' },
    RELEASED: { description: 'Given back (已释放).' },
  },
});

@ObjectType('EnvelopeProject', { description: 'What a project holds of an envelope (项目占用额度).' })
export class HeldByProjectModel {
  @Field(() => ID, { description: 'The project, by its id.' })
  projectId: string;

  @Field(() => QuotaClassEnum, { description: '"1" or "N" (额度类别).' })
  quotaClass: QuotaClass;

  @Field(() => HoldingStateEnum, { description: 'Where its money stands (资金状态).' })
  state: HoldingState;

  @Field(() => Yuan, { description: 'What it holds (占用金额).' })
  held: number;

  @Field(() => Yuan, { description: 'Of that, what stands back until the warranty is over (质保金).' })
  retained: number;

  @Field(() => Yuan, { description: 'What has been paid (已支付).' })
  paid: number;
}

export function toHeldByProjectModel(project: HeldByProject): HeldByProjectModel {
  const { projectId, quotaClass, state, heldFen, retainedFen, paidFen } = project;
  const money = { held: heldFen, retained: retainedFen, paid: paidFen };
  return Object.assign(new HeldByProjectModel(), { projectId, quotaClass, state, ...money });
}
