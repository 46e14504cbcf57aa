import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { DecisionBand } from '../decisions/decision-band.js';
import { enumOf } from '../enum-of.js';
import { Yuan } from '../money/yuan.scalar.js';
import { DecisionBandEnum } from '../projects/project.enums.js';
import { SPLITTING_GROUNDS } from './likeness.js';
import type { SplittingGround } from './likeness.js';
import type { JudgedSuspicion } from './splitting.queries.js';

export const SplittingGroundEnum = enumOf(SPLITTING_GROUNDS);
registerEnumType(SplittingGroundEnum, {
  name: 'SplittingGround',
  description: 'Why two projects look like one (拆分疑点依据).',
  valuesMap: {
    SAME_PLACE: { description: 'They lie in the same place (同一地点).' },
    SAME_CONTRACTOR: { description: 'The same firm or group carries them out (同一施工方).' },
    SIMILAR_TEXT: { description: 'They read alike (内容相似).' },
  },
});

@ObjectType('SplittingEvidence', { description: 'Another project that this one looks like (拆分疑点证据).' })
export class SplittingEvidenceModel {
  @Field(() => ID, { description: 'The other project.' })
  otherProjectId: string;

  @Field(() => SplittingGroundEnum, { description: 'What they have in common (依据).' })
  ground: SplittingGround;

  @Field(() => Int, { description: 'How much alike they are, in percent (相似度).' })
  similarityPercent: number;

  @Field(() => Yuan, { description: 'What the other was to cost then (对方金额).' })
  amount: number;
}

@ObjectType('SplittingSuspicion', {
  description: 'A project that, with others like it, adds up past a band (疑似拆分), S0-11…14.',
})
export class SplittingSuspicionModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Field(() => ID, { description: 'The project.' })
  projectId: string;

  @Field(() => Yuan, { description: 'What all of them cost together (合计金额).' })
  together: number;

  @Field(() => DecisionBandEnum, { description: 'Whose decision that amount is (合计金额对应的决定权限).' })
  togetherBand: DecisionBand;

  @Field(() => [SplittingEvidenceModel], { description: 'What it rests on (证据); at most 600.' })
  evidence: SplittingEvidenceModel[];

  @Field({ description: 'Version of the policy that drew the bands (依据的政策版本).' })
  policyVersion: string;

  @Field({ description: 'Since when it is suspected (发现时间).' })
  suspectedAt: Date;

  @Field(() => Boolean, { nullable: true, description: 'What the township found (认定结果), once judged.' })
  isSplit: boolean | null;

  @Field(() => Date, { nullable: true, description: 'When it was judged (认定时间).' })
  judgedAt: Date | null;
}

export function toSuspicionModel(suspicion: JudgedSuspicion): SplittingSuspicionModel {
  const { togetherFen: together, evidence, ...facts } = suspicion;
  return Object.assign(new SplittingSuspicionModel(), facts, {
    together,
    evidence: evidence.map(({ amountFen: amount, ...likeness }) => ({ ...likeness, amount })),
  });
}
