import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { QUOTA_CLASSES } from '@lianxin/contracts';
import type { Envelope, QuotaClass } from '../envelopes/envelope.entity.js';
import { Yuan } from '../money/yuan.scalar.js';
import { QuotaClassEnum } from '../projects/project.enums.js';
import { HeldByProjectModel, toHeldByProjectModel } from './held-by-project.model.js';
import type { HeldSum, StoredEnvelope } from './envelopes.queries.js';

@ObjectType('EnvelopeClass', { description: 'One part of a yearly quota (额度分项), S0-04, S0-05.' })
export class EnvelopeClassModel {
  @Field(() => QuotaClassEnum, { description: '"1" or "N" (额度类别).' })
  quotaClass: QuotaClass;

  @Field(() => Yuan, { description: 'What may be held of it (额度).' })
  limit: number;

  @Field(() => Yuan, { description: 'What is held in all (已占用): reserved, committed and settled.' })
  held: number;

  @Field(() => Yuan, { description: 'Of that, kept for what was submitted (预占).' })
  reserved: number;

  @Field(() => Yuan, { description: 'Of that, promised by decisions (已承诺).' })
  committed: number;

  @Field(() => Yuan, { description: 'Of that, accounted for (已结算), what stands back included.' })
  settled: number;

  @Field(() => Yuan, {
    description: 'Of what is settled, what stands back until a warranty is over (质保金).',
  })
  retained: number;

  @Field(() => Yuan, { description: 'What is free (可用额度).' })
  available: number;
}

@ObjectType('Envelope', {
  description:
    'What a village may spend on small public works in a year (1+N 额度), S0-04…06: public. A policy that changes does not change one that was opened.',
})
export class EnvelopeModel {
  @Field(() => ID, { nullable: true, description: 'UUIDv7; null where none was opened yet.' })
  id: string | null;

  /** Leads to its area; no field of the graph. */
  villageId: number;

  @Field({ description: 'Code of the village (村、社区代码).' })
  villageCode: string;

  @Field(() => Int, { description: 'The year (年度).' })
  year: number;

  @Field({
    description: 'Whether it was opened (已建立); until then it shows what policy would give it today.',
  })
  isOpened: boolean;

  @Field(() => [EnvelopeClassModel], { description: 'Both parts: the larger item, then the small ones.' })
  classes: EnvelopeClassModel[];

  @Field(() => Int, { description: 'How many larger projects hold money of it (较大项目数).' })
  largerProjects: number;

  @Field(() => Int, { description: 'How many there may be (较大项目数上限).' })
  maxLargerProjects: number;

  @Field(() => [HeldByProjectModel], {
    description:
      'What each of its projects holds (项目占用), as far as the caller may see them, of the same moment as the sums; at most 200.',
  })
  projects: HeldByProjectModel[];
}

/** @param envelope the stored one, or one as policy would open it */
export function toEnvelopeModel(
  { villageId, villageCode, sums, projects }: StoredEnvelope,
  envelope: Envelope,
  isOpened: boolean,
): EnvelopeModel {
  const { id, year, largerProjects, maxLargerProjects } = envelope;
  return Object.assign(new EnvelopeModel(), {
    ...{
      id: isOpened ? id : null,
      villageId,
      villageCode,
      year,
      isOpened,
      largerProjects,
      maxLargerProjects,
    },
    classes: QUOTA_CLASSES.map((quotaClass) => toClassModel(quotaClass, envelope, sums)),
    projects: projects.map(toHeldByProjectModel),
  });
}

function toClassModel(
  quotaClass: QuotaClass,
  envelope: Envelope,
  sums: readonly HeldSum[],
): EnvelopeClassModel {
  const ofClass = sums.filter((sum) => sum.quotaClass === quotaClass);
  const heldIn = (state: HeldSum['state']): number =>
    ofClass.find((sum) => sum.state === state)?.heldFen ?? 0;
  return Object.assign(new EnvelopeClassModel(), {
    ...{ quotaClass, limit: envelope.limitOf(quotaClass), held: envelope.heldOf(quotaClass) },
    ...{ reserved: heldIn('RESERVED'), committed: heldIn('COMMITTED'), settled: heldIn('SETTLED') },
    retained: ofClass.reduce((fen, { retainedFen }) => fen + retainedFen, 0),
    available: envelope.availableOf(quotaClass),
  });
}
