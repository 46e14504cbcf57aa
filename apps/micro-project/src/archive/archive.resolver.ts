import { Access, Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { ProjectCommands } from '../project-commands/project-commands.js';
import { ProjectStepInput } from '../project-commands/project.inputs.js';
import { ProjectsReader } from '../project-views/projects.reader.js';
import { ProjectModel } from '../projects/project.model.js';
import { findProjectsOfIds } from '../projects/projects.queries.js';
import type { ArchiveEntry } from './archive-items.js';
import { ArchiveEntryModel } from './archive.model.js';
import { archivesOf } from './archive.queries.js';
import { ArchiveService } from './archive.service.js';

@Resolver(() => ProjectModel)
export class ArchiveResolver {
  constructor(
    private readonly access: Access,
    private readonly archive: ArchiveService,
    private readonly commands: ProjectCommands,
    private readonly reader: ProjectsReader,
  ) {}

  @Mutation(() => ProjectModel, {
    description:
      'Closes an audited project once its archive is complete; else it says what is missing (结项归档).',
  })
  @Allow('close', 'MicroProject')
  closeMicroProject(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectStepInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'closeMicroProject', input },
      work: (tx) => this.archive.closeMicroProject(tx, actor, input.projectId),
    });
  }

  @ResolveField(() => [ArchiveEntryModel], {
    name: 'archive',
    nullable: true,
    description:
      'How its archive stands (归档材料清单), item by item; null for those who do not see it from within.',
  })
  async archiveOfProject(
    @Parent() { id, villageCode }: ProjectModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<ArchiveEntry[] | null> {
    if (!this.access.findGrant(actor, 'readInside', 'MicroProject', { villageCode })) return null;
    return scope.load('archives of projects', id, async (tx: EntityManager, ids: readonly string[]) => {
      const projects = await findProjectsOfIds(tx, ids, this.reader.readable(actor));
      const known = projects.filter((project) => project !== null);
      const archives = await archivesOf(tx, known);
      return ids.map((each) => archives[known.findIndex((project) => project.id === each)] ?? null);
    });
  }
}
