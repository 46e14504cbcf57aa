import { CurrentScope } from '@lianxin/access';
import type { LianxinContext } from '@lianxin/access';
import { departmentTopicOf } from '@lianxin/contracts';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DepartmentModel } from '../departments/department.model.js';
import { feedNamesOf } from './department-feeds.queries.js';

@Resolver(() => DepartmentModel)
export class DepartmentTopicResolver {
  @ResolveField(() => String, {
    nullable: true,
    description:
      'The topic of its own at the broker (部门主题), `dept.<name>.grid-events`; null in the first moments of a department.',
  })
  async topic(
    @Parent() department: DepartmentModel,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<string | null> {
    const name = await scope.load('names of department feeds', department.id, feedNamesOf);
    return name === null ? null : departmentTopicOf(name);
  }
}
