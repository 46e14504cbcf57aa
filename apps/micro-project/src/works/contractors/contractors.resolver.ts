import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectCommands } from '../../project-commands/project-commands.js';
import { ProjectModel } from '../../projects/project.model.js';
import { SelectContractorInput } from './contractor.inputs.js';
import { ContractorModel, toContractorModel } from './contractor.model.js';
import { contractorsOf } from './contractors.queries.js';
import { ContractorsService } from './contractors.service.js';

type Scope = LianxinContext['scope'];

@Resolver(() => ProjectModel)
export class ContractorsResolver {
  constructor(
    private readonly commands: ProjectCommands,
    private readonly contractors: ContractorsService,
  ) {}

  @Mutation(() => ProjectModel, {
    description:
      'Records who was chosen at a meeting to carry a project out (确定施工方), keyed in by a post of that body.',
  })
  @Allow('read', 'MicroProject')
  selectMicroProjectContractor(
    @CurrentActor() actor: Actor,
    @Args('input') input: SelectContractorInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'selectMicroProjectContractor', input },
      work: (tx) => this.contractors.selectContractor(tx, actor, input),
    });
  }

  @ResolveField(() => ContractorModel, {
    nullable: true,
    description: 'Who carries it out (施工方), once chosen.',
  })
  async contractor(
    @Parent() { id }: ProjectModel,
    @CurrentScope() scope: Scope,
  ): Promise<ContractorModel | null> {
    const contractor = (await scope.load('contractors of projects', id, contractorsOf)).at(-1);
    return contractor ? toContractorModel(contractor) : null;
  }

  @ResolveField(() => [ContractorModel], {
    description:
      'Everybody who was chosen to carry it out (历次确定施工方), oldest first; at most the latest 20.',
  })
  async contractorSelections(
    @Parent() { id }: ProjectModel,
    @CurrentScope() scope: Scope,
  ): Promise<ContractorModel[]> {
    return (await scope.load('contractors of projects', id, contractorsOf)).map(toContractorModel);
  }
}
