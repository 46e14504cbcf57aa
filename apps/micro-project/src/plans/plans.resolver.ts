import { Access, Allow, CurrentActor, CurrentScope, SignedIn } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import { AreaReplica } from '@lianxin/replicas';
import { Commands } from '@lianxin/service-kit';
import { Args, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RevealedWordsModel } from '../disclosures/disclosure.model.js';
import { Looks } from '../disclosures/looks.js';
import { WordsOpener } from '../disclosures/words-opener.js';
import type { SealedWords } from '../disclosures/words-opener.js';
import { ProjectsReader } from '../project-views/projects.reader.js';
import { ProjectModel, toProjectModel } from '../projects/project.model.js';
import { AreaReference } from '../references/area.reference.js';
import {
  ApproveYearlyPlanInput,
  RevealPlanWordsInput,
  ReturnYearlyPlanInput,
  SubmitYearlyPlanInput,
} from './plan.inputs.js';
import { PlanItemModel, PlanModel, toPlanItemModel, toPlanModel } from './plan.model.js';
import { viewOfPlan } from './plan.rules.js';
import { PlanningService } from './planning.service.js';
import { findPlan, itemsOf, projectsOfItems } from '../plan-items/plans.queries.js';

type Scope = LianxinContext['scope'];

@Resolver(() => PlanModel)
export class PlansResolver {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly cipher: PersonalDataCipher,
    private readonly commands: Commands,
    private readonly looks: Looks,
    private readonly opener: WordsOpener,
    private readonly planning: PlanningService,
  ) {}

  @Mutation(() => PlanModel, {
    description:
      'Submits a yearly plan, or a later version of one that was returned or approved (年度计划上报).',
  })
  @Allow('submit', 'YearlyPlan')
  async submitYearlyPlan(
    @CurrentActor() actor: Actor,
    @Args('input') input: SubmitYearlyPlanInput,
  ): Promise<PlanModel> {
    const id = uuidv7();
    const plan = await this.commands.run(actor, {
      ...{ mutation: 'submitYearlyPlan', input, aggregateId: id },
      first: (tx) => this.planning.submitYearlyPlan(tx, actor, id, input),
      repeat: (tx) => this.planning.getOf(tx, actor, input),
    });
    return toPlanModel(plan);
  }

  @Mutation(() => PlanModel, { description: 'The township gives a plan back, with a reason (年度计划退回).' })
  @Allow('returnForRevision', 'YearlyPlan')
  async returnYearlyPlan(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReturnYearlyPlanInput,
  ): Promise<PlanModel> {
    const sealer = await this.cipher.sealerFor(actor.subject);
    const plan = await this.commands.run(actor, {
      ...{ mutation: 'returnYearlyPlan', input, aggregateId: input.planId },
      first: (tx) => this.planning.returnYearlyPlan(tx, actor, input, sealer),
      repeat: (tx, earlier) => this.planning.get(tx, actor, earlier),
    });
    return toPlanModel(plan);
  }

  @Mutation(() => PlanModel, {
    description:
      "Records that the township's Party committee approved a plan at a meeting (年度计划批准), keyed in by its recorder.",
  })
  @Allow('approve', 'YearlyPlan')
  async approveYearlyPlan(
    @CurrentActor() actor: Actor,
    @Args('input') input: ApproveYearlyPlanInput,
  ): Promise<PlanModel> {
    const plan = await this.commands.run(actor, {
      ...{ mutation: 'approveYearlyPlan', input, aggregateId: input.planId },
      first: (tx) => this.planning.approveYearlyPlan(tx, actor, input),
      repeat: (tx, earlier) => this.planning.get(tx, actor, earlier),
    });
    return toPlanModel(plan);
  }

  @Mutation(() => [RevealedWordsModel], {
    description: 'Why a plan was given back (年度计划退回原因), for the administration; recorded.',
  })
  @Allow('readInside', 'YearlyPlan')
  async revealPlanWords(
    @CurrentActor() actor: Actor,
    @Args('input') input: RevealPlanWordsInput,
  ): Promise<RevealedWordsModel[]> {
    const id = uuidv7();
    const reveal = async (tx: EntityManager): Promise<SealedWords[]> => {
      const plan = await this.planning.get(tx, actor, input.planId);
      const grant = this.access.require(actor, 'readInside', 'YearlyPlan', viewOfPlan(plan));
      const what = { id, matter: 'PLAN', matterId: plan.id, areaCode: plan.villageCode } as const;
      return this.looks.take(tx, actor, { ...what, grant, purpose: 'HANDLING', includes: () => true });
    };
    const command = { mutation: 'revealPlanWords', input, aggregateId: id, first: reveal, repeat: reveal };
    return this.opener.openAll(await this.commands.run(actor, command));
  }

  @Query(() => PlanModel, {
    nullable: true,
    description: 'The yearly plan of a village (年度计划), if the caller may see it.',
  })
  @SignedIn()
  async yearlyPlan(
    @Args('villageCode', { description: 'Code of the village.' }) villageCode: string,
    @Args('year', { type: () => Int, description: 'The year (年度).' }) year: number,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<PlanModel | null> {
    const { code } = await scope.read((tx) => this.areas.getByCode(tx, villageCode));
    const plan = await scope.read((tx) => findPlan(tx, code, year));
    if (!plan || !this.access.findGrant(actor, 'read', 'YearlyPlan', viewOfPlan(plan))) return null;
    return toPlanModel(plan);
  }

  @ResolveField(() => AreaReference, { description: 'The village (村、社区).' })
  area(@Parent() { villageId }: PlanModel): AreaReference {
    return { id: String(villageId) };
  }

  @ResolveField(() => [PlanItemModel], {
    description:
      'What is planned (计划项目): of the version that holds, or of the submitted one before any does; at most 100.',
  })
  items(
    @Parent() { id, version, approvedVersion }: PlanModel,
    @CurrentScope() scope: Scope,
  ): Promise<PlanItemModel[]> {
    return this.itemsOfVersion(scope, id, approvedVersion ?? version);
  }

  @ResolveField(() => [PlanItemModel], {
    nullable: true,
    description:
      'What a later version plans that does not hold yet (拟调整的计划项目), for the administration; null if there is none. At most 100.',
  })
  async proposedItems(
    @Parent() plan: PlanModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<PlanItemModel[] | null> {
    const { id, version, approvedVersion } = plan;
    if (approvedVersion === null || version === approvedVersion) return null;
    if (!this.access.findGrant(actor, 'readInside', 'YearlyPlan', viewOfPlan(plan))) return null;
    return this.itemsOfVersion(scope, id, version);
  }

  private async itemsOfVersion(scope: Scope, planId: string, version: number): Promise<PlanItemModel[]> {
    const items = await scope.load('items of plans', { planId, version }, itemsOf);
    return items.map(toPlanItemModel);
  }
}

@Resolver(() => PlanItemModel)
export class PlanItemsResolver {
  constructor(private readonly reader: ProjectsReader) {}

  @ResolveField(() => [ProjectModel], {
    description:
      'The projects that carry it out or were to (实施项目), as far as the caller may see them, the latest first; at most 20.',
  })
  async projects(
    @Parent() { itemId }: PlanItemModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<ProjectModel[]> {
    const projects = await scope.load('projects of plan items', itemId, (tx, ids: readonly string[]) =>
      projectsOfItems(tx, ids, this.reader.readable(actor)),
    );
    return projects.map(toProjectModel);
  }
}
