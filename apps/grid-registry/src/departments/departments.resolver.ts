import { Allow, CurrentActor, CurrentScope, Public } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { v7 as uuidv7 } from 'uuid';
import { DefineDepartmentInput } from './department.inputs.js';
import { DepartmentModel, GridEventCategoryEnum, toDepartmentModel } from './department.model.js';
import type { GridEventCategory } from './department.model.js';
import { DepartmentsService } from './departments.service.js';

@Resolver(() => DepartmentModel)
export class DepartmentsResolver {
  constructor(
    private readonly commands: Commands,
    private readonly departments: DepartmentsService,
  ) {}

  @Query(() => [DepartmentModel], {
    name: 'departments',
    description: 'The departments (部门) of an area and inside it; at most 200.',
  })
  @Public()
  async departmentsIn(
    @Args('areaCode', { description: 'Code of the area.' }) areaCode: string,
    @Args('duty', {
      type: () => GridEventCategoryEnum,
      nullable: true,
      description: 'Only those that answer for this duty.',
    })
    duty: GridEventCategory | null,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<DepartmentModel[]> {
    return (await scope.read((tx) => this.departments.findDepartments(tx, areaCode, duty ?? null))).map(
      toDepartmentModel,
    );
  }

  @Mutation(() => DepartmentModel, { description: 'Defines a department and the duties it answers for.' })
  @Allow('define', 'Department')
  defineDepartment(
    @CurrentActor() actor: Actor,
    @Args('input') input: DefineDepartmentInput,
  ): Promise<DepartmentModel> {
    const id = uuidv7();
    return this.commands
      .run(actor, {
        mutation: 'defineDepartment',
        input,
        aggregateId: id,
        first: (tx) => this.departments.defineDepartment(tx, actor, id, input),
        repeat: (tx, earlier) => this.departments.getDepartment(tx, earlier),
      })
      .then(toDepartmentModel);
  }
}
