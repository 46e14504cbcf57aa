import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DecidingBodyEnum } from '../bodies/body.model.js';
import type { DecidingBody } from '../decisions/meeting.js';
import { enumOf } from '../enum-of.js';
import { ENVELOPE_CHANGES } from '../envelopes/envelope-changes.queries.js';
import type { EnvelopeChangeKind, ToldChange } from '../envelopes/envelope-changes.queries.js';
import type { QuotaClass } from '../envelopes/envelope.entity.js';
import { Yuan } from '../money/yuan.scalar.js';
import { QuotaClassEnum } from '../projects/project.enums.js';

export const EnvelopeChangeKindEnum = enumOf(ENVELOPE_CHANGES);
registerEnumType(EnvelopeChangeKindEnum, {
  name: 'EnvelopeChangeKind',
  description: 'What became of a quota (额度变动).',
  valuesMap: {
    LIMIT_SET: { description: 'The township set another limit (额度调整).' },
    RAISED: { description: "The township's Party committee made an exception (原则外追加)." },
    GIVEN: { description: 'Moved to another village (调出), S0-06.' },
    RECEIVED: { description: 'Moved here from another village (调入), S0-06.' },
  },
});

@ObjectType('EnvelopeChange', { description: 'A change of a quota with its reason (额度变动记录): public.' })
export class EnvelopeChangeModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Field(() => EnvelopeChangeKindEnum, { description: 'What happened (变动类别).' })
  kind: EnvelopeChangeKind;

  @Field(() => QuotaClassEnum, { description: 'To which part (额度类别).' })
  quotaClass: QuotaClass;

  @Field(() => Yuan, { description: 'The limit before (变动前额度).' })
  limitBefore: number;

  @Field(() => Yuan, { description: 'The limit after (变动后额度).' })
  limitAfter: number;

  @Field({ description: 'Why (理由).' })
  reason: string;

  @Field(() => ID, { nullable: true, description: 'Of a transfer: the same in both villages (调剂编号).' })
  transferId: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of a transfer: the other village (对方村、社区代码).',
  })
  otherVillageCode: string | null;

  @Field(() => DecidingBodyEnum, {
    nullable: true,
    description: 'Of an exception: the body that met (议事机构).',
  })
  body: DecidingBody | null;

  @Field(() => String, { nullable: true, description: 'Of an exception: the day, YYYY-MM-DD (会议日期).' })
  heldOn: string | null;

  @Field(() => String, { nullable: true, description: 'Of an exception: number of the minutes (纪要编号).' })
  minutesNumber: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Of an exception: the scanned signed minutes (纪要扫描件).',
  })
  minutesDocumentId: string | null;

  @Field(() => Int, { nullable: true, description: 'Of an exception: members of the body (应到人数).' })
  memberCount: number | null;

  @Field(() => Int, { nullable: true, description: 'Of an exception: members present (实到人数).' })
  presentCount: number | null;

  @Field({ description: 'Under which post it was made (操作岗位).' })
  changedRole: string;

  @Field({ description: 'When (时间).' })
  changedAt: Date;
}

export const toEnvelopeChangeModel = ({ beforeFen, limitFen, ...change }: ToldChange): EnvelopeChangeModel =>
  Object.assign(new EnvelopeChangeModel(), change, { limitBefore: beforeFen, limitAfter: limitFen });
