import { connectionOf } from '@lianxin/service-kit';
import { Directive, Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { SealView } from '../sealed/seals.service.js';

@Directive('@shareable')
@ObjectType('JournalSeal', {
  description:
    'A signed statement of which entries stand at which positions; it names the one before it (封存).',
})
export class SealModel implements SealView {
  @Field(() => Float, { description: '1 for the first of the service, without gap.' })
  ordinal: number;

  @Field(() => Float, { description: 'The first position that it covers.' })
  fromPosition: number;

  @Field(() => Float, { description: 'The last position that it covers.' })
  toPosition: number;

  @Field(() => Int, { description: 'How many entries it covers.' })
  entryCount: number;

  @Field({ description: 'When it was made.' })
  sealedAt: Date;

  @Field({ description: 'Algorithm, version and digest of the entries.' })
  digest: string;

  @Field({ description: 'Its own hash, which the next seal names.' })
  hash: string;

  @Field({ description: 'How it is signed.' })
  algorithm: string;

  @Field({ description: 'Which key signed it.' })
  keyId: string;

  @Field({ description: 'The signature of its hash, in base64url.' })
  signature: string;
}

export const SealConnection = connectionOf(SealModel, 'JournalSeal', ['@shareable']);

@Directive('@shareable')
@ObjectType('JournalFault', { description: 'Something in a journal that is not as it was written.' })
export class FaultModel {
  @Field({ description: 'What kind of fault, e.g. ENTRY_CHANGED.' })
  kind: string;

  @Field({ description: 'What is wrong, in a sentence.' })
  what: string;

  @Field(() => Float, { nullable: true, description: 'The position of the entry, if it has one.' })
  position: number | null;

  @Field(() => ID, { nullable: true, description: 'The id of the entry, which is that of its event.' })
  entryId: string | null;

  @Field(() => String, { nullable: true, description: 'The kind of its aggregate.' })
  aggregateType: string | null;

  @Field(() => String, { nullable: true, description: 'Its aggregate.' })
  aggregateId: string | null;

  @Field(() => Int, { nullable: true, description: 'Its place in its aggregate.' })
  sequence: number | null;

  @Field(() => Float, { nullable: true, description: 'The seal that shows it, by its ordinal.' })
  seal: number | null;
}

@Directive('@shareable')
@ObjectType('JournalVerdict', {
  description:
    'Whether the journal is as it was written: hash chains, sequences, positions and seals (验证结果).',
})
export class VerdictModel {
  @Field({ description: 'Whether nothing is wrong.' })
  isIntact: boolean;

  @Field(() => FaultModel, { nullable: true, description: 'The fault with the lowest position.' })
  first: FaultModel | null;

  @Field(() => [FaultModel], { description: 'The first faults in order of position, 20 at most.' })
  faults: readonly FaultModel[];

  @Field(() => Int, { description: 'How many there are.' })
  faultCount: number;

  @Field(() => Float, { description: 'How many entries were read.' })
  entryCount: number;

  @Field(() => Float, { description: 'The last position in use.' })
  lastPosition: number;

  @Field(() => Int, { description: 'How many seals were checked.' })
  sealCount: number;

  @Field(() => Float, { description: 'Entries up to here are under a seal that holds.' })
  sealedPosition: number;

  @Field(() => Int, { description: 'How many restores from a backup lost positions; each is accounted for.' })
  restorationCount: number;

  @Field(() => Float, { description: 'How long it took, in seconds.' })
  durationS: number;
}
