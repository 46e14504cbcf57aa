import { Allow, CurrentActor, CurrentScope, SignedIn } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { v7 as uuidv7 } from 'uuid';
import {
  AuditedProjectModel,
  DrawSpecialAuditInput,
  ReportSpecialAuditInput,
  SpecialAuditModel,
} from './special-audit.model.js';
import { drawnFor } from './special-audits.queries.js';
import { SpecialAuditsService } from './special-audits.service.js';

type Scope = LianxinContext['scope'];

@Resolver(() => SpecialAuditModel)
export class SpecialAuditsResolver {
  constructor(
    private readonly commands: Commands,
    private readonly audits: SpecialAuditsService,
  ) {}

  @Mutation(() => SpecialAuditModel, {
    description: 'Draws projects to be audited at random, reproducibly (专项审计抽样), S0-25.',
  })
  @Allow('draw', 'SpecialAudit')
  drawSpecialAudit(
    @CurrentActor() actor: Actor,
    @Args('input') input: DrawSpecialAuditInput,
  ): Promise<SpecialAuditModel> {
    const id = uuidv7();
    return this.commands.run(actor, {
      ...{ mutation: 'drawSpecialAudit', input, aggregateId: id },
      first: (tx) => this.audits.drawSpecialAudit(tx, actor, id, input),
      repeat: (tx, earlier) => this.audits.getAudit(tx, actor, earlier),
    });
  }

  @Mutation(() => SpecialAuditModel, {
    description: 'Publishes what a special audit found (专项审计报告), S0-25.',
  })
  @Allow('report', 'SpecialAudit')
  reportSpecialAudit(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReportSpecialAuditInput,
  ): Promise<SpecialAuditModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'reportSpecialAudit', input, aggregateId: input.auditId },
      first: (tx) => this.audits.reportSpecialAudit(tx, actor, input),
      repeat: (tx, earlier) => this.audits.getAudit(tx, actor, earlier),
    });
  }

  @Query(() => [SpecialAuditModel], {
    description:
      'Special audits of an area and inside it (专项审计), newest first, at most 100; before the report for those alone who draw.',
  })
  @SignedIn()
  specialAudits(
    @Args('areaCode', { description: 'Code of the area.' }) areaCode: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<SpecialAuditModel[]> {
    return scope.read((tx) => this.audits.specialAudits(tx, actor, areaCode));
  }

  @Query(() => SpecialAuditModel, { description: 'One special audit (专项审计).' })
  @SignedIn()
  specialAudit(
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<SpecialAuditModel> {
    return scope.read((tx) => this.audits.getAudit(tx, actor, id));
  }

  @ResolveField(() => [AuditedProjectModel], {
    description: 'What was drawn, in the order of the draw (被抽中的项目); at most 500.',
  })
  drawn(@Parent() { id }: SpecialAuditModel, @CurrentScope() scope: Scope): Promise<AuditedProjectModel[]> {
    return scope.load('projects drawn for audits', id, drawnFor);
  }
}
