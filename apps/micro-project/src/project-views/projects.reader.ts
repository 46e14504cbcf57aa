import { Access, SqlParameters } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { shanghaiDay } from '@lianxin/policy';
import { AreaReplica } from '@lianxin/replicas';
import { checkPageSize, checkUuid, Clock, CursorSigner, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { codesOfAreas } from './areas.queries.js';
import { codesOfGrids } from './grids.queries.js';
import type { Project } from '../projects/entity/project.entity.js';
import { toProjectModel } from '../projects/project.model.js';
import type { ProjectModel } from '../projects/project.model.js';
import { READABLE_PROJECTS } from '../projects/project.rules.js';
import { findProjects, findProjectsOfIds, projectsOfAreas } from '../projects/projects.queries.js';
import type { ProjectPage, Readable } from '../projects/projects.queries.js';
import type { ProjectsArgs } from './projects.args.js';

type Scope = LianxinContext['scope'];

const CURSOR = 'micro-projects';
/** A code that no area has: a grid or area that is not copied here has no projects. */
const NOWHERE = 'X';

/** Lists show just what may be seen one by one, by the same rules. */
@Injectable()
export class ProjectsReader {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly cursors: CursorSigner,
  ) {}

  readable(actor: Actor): Readable {
    const parameters = new SqlParameters();
    return { parameters, readable: this.access.filter(actor, READABLE_PROJECTS, parameters) };
  }

  /** Null also for what one may not see. */
  load(scope: Scope, actor: Actor, id: string): Promise<Project | null> {
    return scope.load('projects by id', checkUuid(id, 'id'), (tx, ids: readonly string[]) =>
      findProjectsOfIds(tx, ids, this.readable(actor)),
    );
  }

  async page(
    scope: Scope,
    actor: Actor,
    areaCode: string | null,
    args: ProjectsArgs,
  ): Promise<Connection<ProjectModel>> {
    const page = this.pageOf(args);
    const rows = await scope.read((tx) => findProjects(tx, areaCode, page, this.readable(actor)));
    return this.toConnection(rows, args);
  }

  /** The same page for every area that the request asks for, in one statement a level. */
  async pageOfArea(
    scope: Scope,
    actor: Actor,
    areaId: string,
    args: ProjectsArgs,
  ): Promise<Connection<ProjectModel>> {
    const code = await scope.load('codes of areas', Number(areaId), codesOfAreas(this.areas));
    return this.pageOfPlace(scope, actor, code ?? NOWHERE, args);
  }

  async pageOfGrid(
    scope: Scope,
    actor: Actor,
    gridId: string,
    args: ProjectsArgs,
  ): Promise<Connection<ProjectModel>> {
    const code = await scope.load('codes of grids', checkUuid(gridId, 'id'), codesOfGrids);
    return this.pageOfPlace(scope, actor, code ?? NOWHERE, args);
  }

  private async pageOfPlace(
    scope: Scope,
    actor: Actor,
    code: string,
    args: ProjectsArgs,
  ): Promise<Connection<ProjectModel>> {
    const page = this.pageOf(args);
    const name = `projects of places ${code.length} ${JSON.stringify({ ...args })}`;
    const rows = await scope.load(name, code, (tx, codes: readonly string[]) =>
      projectsOfAreas(tx, codes, page, this.readable(actor)),
    );
    return this.toConnection(rows, args);
  }

  private pageOf({ states, kinds, isReviewOverdue, isLate, first, after }: ProjectsArgs): ProjectPage {
    const now = this.clock.now();
    return {
      filter: { states, kinds, isReviewOverdue, isLate },
      first: checkPageSize(first),
      after: this.cursors.verify(CURSOR, after),
      ...{ now, today: shanghaiDay(now) },
    };
  }

  private toConnection(rows: readonly Project[], { first, after }: ProjectsArgs): Connection<ProjectModel> {
    const cursorOf = ({ proposedAt, id }: Project): string =>
      this.cursors.sign(CURSOR, [proposedAt.toISOString(), id]);
    return toConnection(rows, { first, after, cursorOf, toNode: toProjectModel });
  }
}
