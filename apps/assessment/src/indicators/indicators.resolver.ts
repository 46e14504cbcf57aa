import { Allow, CurrentScope, Public } from '@lianxin/access';
import type { LianxinContext } from '@lianxin/access';
import { PageArgs } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, Int, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { AreaReference } from '../references/area.reference.js';
import { INDICATORS } from './indicator.definitions.js';
import type { PartCode } from './indicator.definitions.js';
import {
  IndicatorDefinitionModel,
  IndicatorModel,
  IndicatorPartModel,
  PartCodeEnum,
} from './indicator.model.js';
import {
  IndicatorRecordConnection,
  IndicatorRecordModel,
  RecordRoleEnum,
} from './records/indicator-record.model.js';
import type { RecordRole } from './records/record-sources.js';
import { IndicatorRecordsService } from './records/indicator-records.service.js';
import { IndicatorsService } from './indicators.service.js';

type Scope = LianxinContext['scope'];

@Resolver(() => AreaReference)
export class IndicatorsResolver {
  constructor(private readonly service: IndicatorsService) {}

  @Query(() => [IndicatorDefinitionModel], { description: 'What the indicators measure (指标说明).' })
  @Public()
  indicatorDefinitions(): readonly IndicatorDefinitionModel[] {
    return INDICATORS.map((definition) => ({ ...definition, ruleId: definition.ruleIds[0] }));
  }

  /** The id alone tells nothing; what hangs on it asks for a post. */
  @ResolveReference()
  @Public()
  resolveReference(reference: AreaReference): AreaReference {
    return { id: reference.id };
  }

  @ResolveField(() => [IndicatorModel], {
    description:
      'The indicators (指标) of the area for a year: sums of its villages’ counts. Empty where there are none for you to read.',
  })
  @Allow('read', 'Indicator')
  indicators(
    @CurrentScope() scope: Scope,
    @Parent() area: AreaReference,
    @Args('year', { type: () => Int, description: 'A calendar year of Asia/Shanghai.' }) year: number,
    @Args('asOf', {
      type: () => Date,
      nullable: true,
      description: 'A moment that is past; now when left out.',
    })
    asOf?: Date | null,
  ): Promise<IndicatorModel[]> {
    return this.service.indicatorsOf(scope, { id: area.id, year, ...(asOf && { asOf }) });
  }
}

@Resolver(() => IndicatorModel)
export class IndicatorPartResolver {
  @ResolveField(() => IndicatorPartModel, {
    nullable: true,
    description:
      'One of its ratios, or null if it has no such ratio; the way to page through the records of one.',
  })
  part(
    @Parent() indicator: IndicatorModel,
    @Args('code', { type: () => PartCodeEnum, description: 'Which ratio.' }) code: PartCode,
  ): IndicatorPartModel | null {
    return indicator.parts.find((part) => part.code === code) ?? null;
  }
}

@Resolver(() => IndicatorPartModel)
export class IndicatorRecordsResolver {
  constructor(private readonly indicatorRecords: IndicatorRecordsService) {}

  @ResolveField(() => IndicatorRecordConnection, {
    description: 'The source records behind the figure, always in the same order.',
  })
  @Allow('trace', 'Indicator')
  records(
    @CurrentScope() scope: Scope,
    @Parent() part: IndicatorPartModel,
    @Args('role', { type: () => RecordRoleEnum, description: 'Which of them.' }) role: RecordRole,
    @Args() page: PageArgs,
  ): Promise<Connection<IndicatorRecordModel>> {
    return this.indicatorRecords.recordsOf(scope, part, role, page);
  }
}
