import { Allow, CurrentScope, Public } from '@lianxin/access';
import type { LianxinContext } from '@lianxin/access';
import { PageArgs } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, Int, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { AreaReference } from '../references/area.reference.js';
import { INDICATORS } from './indicator.definitions.js';
import type { IndicatorDefinition } from './indicator.definitions.js';
import { IndicatorDefinitionModel, IndicatorModel, IndicatorPartModel } from './indicator.model.js';
import { IndicatorRecordConnection, IndicatorRecordModel, RecordRoleEnum } from './indicator-record.model.js';
import type { RecordRole } from './indicator-record.model.js';
import { IndicatorRecordsService } from './indicator-records.service.js';
import { IndicatorsService } from './indicators.service.js';

type Scope = LianxinContext['scope'];

@Resolver(() => AreaReference)
export class IndicatorsResolver {
  constructor(private readonly service: IndicatorsService) {}

  @Query(() => [IndicatorDefinitionModel], { description: 'What the indicators measure (指标说明).' })
  @Public()
  indicatorDefinitions(): readonly IndicatorDefinition[] {
    return INDICATORS;
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

@Resolver(() => IndicatorPartModel)
export class IndicatorPartsResolver {
  constructor(private readonly indicatorRecords: IndicatorRecordsService) {}

  @ResolveField(() => IndicatorRecordConnection, {
    description: 'The source records behind the figure, in the order of the events’ ids.',
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
