import { connectionOf } from '@lianxin/service-kit';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { AreaReference } from '../references/area.reference.js';
import { GridEventReference } from '../references/grid-event.reference.js';
import type { PartCode } from './indicator.definitions.js';
import type { IndicatorRecord } from './indicator-records.queries.js';

const REASONS = {
  DONE_ON_TIME: 'Reported done by its deadline.',
  SETTLED_ON_THE_SPOT: 'Settled on the spot, which is on time.',
  DONE_LATE: 'Reported done after its deadline.',
  OPEN_PAST_DEADLINE: 'Not done, and its deadline has come.',
  FOLLOWED_UP: 'Followed up, reached or not.',
  NOT_FOLLOWED_UP: 'Resolved and not followed up.',
  SATISFIED: 'The reporter is satisfied.',
  NOT_SATISFIED: 'The reporter is not satisfied.',
} as const;

export type CountedBecause = keyof typeof REASONS;

export const CountedBecauseEnum = Object.fromEntries(Object.keys(REASONS).map((name) => [name, name])) as {
  [Key in CountedBecause]: Key;
};
registerEnumType(CountedBecauseEnum, {
  name: 'CountedBecause',
  description: 'Why a record counts where it does.',
  valuesMap: Object.fromEntries(
    Object.entries(REASONS).map(([name, description]) => [name, { description }]),
  ),
});

export const RecordRoleEnum = { NUMERATOR: 'NUMERATOR', DENOMINATOR: 'DENOMINATOR' } as const;
export type RecordRole = keyof typeof RecordRoleEnum;
registerEnumType(RecordRoleEnum, {
  name: 'IndicatorRecordRole',
  description: 'Which records of a part are asked for.',
  valuesMap: {
    NUMERATOR: { description: 'Those that achieved it.' },
    DENOMINATOR: { description: 'All that it is counted of, those of the numerator included.' },
  },
});

@ObjectType('IndicatorRecord', {
  description: 'A source record behind an indicator’s figure: one grid event.',
})
export class IndicatorRecordModel {
  @Field(() => GridEventReference, {
    nullable: true,
    description: 'The grid event (网格事件); null where its owner does not show you what you ask of it.',
  })
  gridEvent: GridEventReference;

  @Field({ description: 'The village that it counts for.' })
  village: AreaReference;

  @Field(() => CountedBecauseEnum, { description: 'Why it counts.' })
  countedBecause: CountedBecause;

  @Field({ description: 'Whether it is in the numerator.' })
  isAchieved: boolean;

  @Field({ description: 'The deadline that counts.' })
  dueAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was reported done.' })
  doneAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was found done, or settled on the spot.' })
  resolvedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When its reporter was last followed up.' })
  followedUpAt: Date | null;
}

export const IndicatorRecordConnection = connectionOf(IndicatorRecordModel, 'IndicatorRecord');

/** Names why the record counts; people's answers are told as no more than satisfied or not. */
export function toRecordModel(record: IndicatorRecord, part: PartCode): IndicatorRecordModel {
  const { gridEventId, villageId, isAchieved, dueAt, doneAt, resolvedAt, followedUpAt } = record;
  return {
    gridEvent: { id: gridEventId },
    village: { id: String(villageId) },
    countedBecause: reasonOf(record, part),
    isAchieved,
    dueAt,
    doneAt,
    resolvedAt,
    followedUpAt,
  };
}

function reasonOf(
  { isAchieved, isSettledOnTheSpot, doneAt }: IndicatorRecord,
  part: PartCode,
): CountedBecause {
  switch (part) {
    case 'ON_TIME':
      if (isSettledOnTheSpot) return 'SETTLED_ON_THE_SPOT';
      if (isAchieved) return 'DONE_ON_TIME';
      return doneAt ? 'DONE_LATE' : 'OPEN_PAST_DEADLINE';
    case 'FOLLOWED_UP':
      return isAchieved ? 'FOLLOWED_UP' : 'NOT_FOLLOWED_UP';
    case 'SATISFIED':
      return isAchieved ? 'SATISFIED' : 'NOT_SATISFIED';
  }
}
