import { connectionOf } from '@lianxin/service-kit';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { AreaReference } from '../../references/area.reference.js';
import { GridEventReference } from '../../references/grid-event.reference.js';
import { MicroProjectReference } from '../../references/micro-project.reference.js';
import { CountedBecauseEnum } from './counted-because.js';
import type { CountedBecause } from './counted-because.js';
import { IndicatorFactModel } from './indicator-fact.model.js';
import type { IndicatorRecord } from './records.queries.js';

export const RecordRoleEnum = { NUMERATOR: 'NUMERATOR', DENOMINATOR: 'DENOMINATOR' } as const;
registerEnumType(RecordRoleEnum, {
  name: 'IndicatorRecordRole',
  description: 'Which records of a part are asked for.',
  valuesMap: {
    NUMERATOR: { description: 'Those that achieved it.' },
    DENOMINATOR: { description: 'All that it is counted of, those of the numerator included.' },
  },
});

@ObjectType('IndicatorRecord', {
  description:
    'A source record behind an indicator’s figure: a grid event, a micro-project or one of its surveys, or a dated fact.',
})
export class IndicatorRecordModel {
  @Field(() => GridEventReference, {
    nullable: true,
    description:
      'The grid event (网格事件), if it is one; null where its owner does not show you what you ask of it.',
  })
  gridEvent: GridEventReference | null;

  @Field(() => MicroProjectReference, {
    nullable: true,
    description:
      'The micro-project (微小事), if it is about one; of a plan item, the one that carried it out. Null where its owner does not show you what you ask of it.',
  })
  microProject: MicroProjectReference | null;

  @Field(() => IndicatorFactModel, {
    nullable: true,
    description: 'The dated fact, if it is one: a discussion, a plan item or a special audit.',
  })
  fact: IndicatorFactModel | null;

  @Field({ description: 'The village that it counts for.' })
  village: AreaReference;

  @Field(() => CountedBecauseEnum, { description: 'Why it counts.' })
  countedBecause: CountedBecause;

  @Field({ description: 'Whether it is in the numerator.' })
  isAchieved: boolean;

  @Field(() => Int, {
    description: 'What it adds to the numerator: 1 or 0, of a survey the satisfied answers.',
  })
  numerator: number;

  @Field(() => Int, { description: 'What it adds to the denominator: 1, of a survey its answers.' })
  denominator: number;

  @Field(() => Date, {
    nullable: true,
    description:
      'What puts it into its year or count: deadline, resolution, start, completion, publication of the audit, end of the survey, approval of the plan; of a discussion or special audit when it was both held and told, null where there was none.',
  })
  countedAt: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'The deadline that counts: of a grid event, or until when an emergency must be confirmed.',
  })
  dueAt: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was reported done; of a plan item, when its project was closed.',
  })
  doneAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was found done, or settled on the spot.' })
  resolvedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When its reporter was last followed up.' })
  followedUpAt: Date | null;
}

export const IndicatorRecordConnection = connectionOf(IndicatorRecordModel, 'IndicatorRecord');

/** Names why the record counts; people's answers are told as no more than satisfied or not, or as sums. */
export function toRecordModel(record: IndicatorRecord): IndicatorRecordModel {
  const { gridEventId, microProjectId, villageId, reason, numerator, denominator } = record;
  return {
    gridEvent: gridEventId === undefined ? null : { id: gridEventId },
    microProject: microProjectId ? { id: microProjectId } : null,
    fact: toFactModel(record),
    village: { id: String(villageId) },
    countedBecause: reason,
    isAchieved: numerator > 0,
    numerator,
    denominator,
    countedAt: record.countedAt ?? null,
    dueAt: record.dueAt ?? null,
    doneAt: record.doneAt ?? null,
    resolvedAt: record.resolvedAt ?? null,
    followedUpAt: record.followedUpAt ?? null,
  };
}

function toFactModel({ factKind, factId, factMonth, factOn }: IndicatorRecord): IndicatorFactModel | null {
  if (!factKind) return null;
  return { kind: factKind, id: factId ?? null, month: factMonth ?? null, on: factOn ?? null };
}
