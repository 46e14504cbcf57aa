import { Allow, CurrentActor, CurrentScope, SignedIn } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { v7 as uuidv7 } from 'uuid';
import {
  CheckConnection,
  CheckCoverageModel,
  CheckModel,
  ProjectChecksArgs,
  RecordProjectCheckInput,
} from './check.model.js';
import { ChecksService } from './checks.service.js';

type Scope = LianxinContext['scope'];

@Resolver(() => CheckModel)
export class ChecksResolver {
  constructor(
    private readonly commands: Commands,
    private readonly checks: ChecksService,
  ) {}

  @Mutation(() => CheckModel, {
    description: 'Records a check of a village or of one project (督查登记), S0-24, S0-27.',
  })
  @Allow('record', 'ProjectCheck')
  recordProjectCheck(
    @CurrentActor() actor: Actor,
    @Args('input') input: RecordProjectCheckInput,
  ): Promise<CheckModel> {
    const id = uuidv7();
    return this.commands.run(actor, {
      ...{ mutation: 'recordProjectCheck', input, aggregateId: id },
      first: (tx) => this.checks.recordProjectCheck(tx, actor, id, input),
      repeat: (tx, earlier) => this.checks.getCheck(tx, earlier),
    });
  }

  @Query(() => CheckConnection, {
    description: 'Checks of an area and inside it (督查结果), newest first; they are published.',
  })
  @SignedIn()
  projectChecks(
    @Args() args: ProjectChecksArgs,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<CheckModel>> {
    return this.checks.projectChecks(scope, args);
  }

  @Query(() => CheckCoverageModel, {
    description:
      'Which villages and projects of a year the township has checked, and which not yet (普查覆盖).',
  })
  @Allow('read', 'MicroProjectStatistics')
  checkCoverage(
    @Args('areaCode', { description: 'Code of the area.' }) areaCode: string,
    @Args('year', { type: () => Int, description: 'Of which year.' }) year: number,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<CheckCoverageModel> {
    return scope.read((tx) => this.checks.checkCoverage(tx, actor, areaCode, year));
  }
}
