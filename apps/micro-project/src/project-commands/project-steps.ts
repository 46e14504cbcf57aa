import { Access } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import type { EventDefinition } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { checkUuid, Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { countProject } from '../project-tallies/project-tally.js';
import { Project } from '../projects/entity/project.entity.js';
import type { ProjectRow } from '../projects/entity/project.row.js';
import { viewOf } from '../projects/project.rules.js';
import { TRANSITIONS } from '../projects/project.transitions.js';
import type { ProjectState, TransitionName } from '../projects/project.transitions.js';

/** What became of a step: a meeting may decide, reject, or pass up. */
export interface Taken {
  readonly name: TransitionName;
  /** Joins the payload of the step's event. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Ciphertexts of what the actor typed, by field. */
  readonly sealed?: Readonly<Record<string, string>>;
}

export interface Step {
  readonly projectId: string;
  /** What the actor's post must allow of that project. */
  readonly action: string;
  /** The post that the record shows instead, where the actual one could give somebody away. */
  readonly shown?: (grant: Grant) => Grant;
  /** Changes the project by its own rules, and whatever belongs to the change. */
  readonly change: (project: Project, at: Date, grant: Grant) => Taken | Promise<Taken>;
}

export interface Beginning {
  readonly project: Project;
  readonly grant: Grant;
  readonly taken: Taken;
}

/** The one way of every step: find or fail, guard, change by the entity's rules, store, record. */
@Injectable()
export class ProjectSteps {
  constructor(
    private readonly access: Access,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  async take(tx: EntityManager, actor: Actor, { projectId, action, change, shown }: Step): Promise<Project> {
    const project = await this.lock(tx, actor, projectId);
    const grant = this.access.require(actor, action, 'MicroProject', viewOf(project));
    const before: ProjectRow = { ...project };
    const taken = await change(project, this.clock.now(), grant);
    await this.store(tx, before, project);
    const post = shown ? shown(grant) : grant;
    await this.record(tx, actor, { project, grant: post, taken, before });
    return project;
  }

  async begin(tx: EntityManager, actor: Actor, { project, grant, taken }: Beginning): Promise<Project> {
    await tx.insert(Project, project);
    await this.record(tx, actor, { project, grant, taken, before: null });
    return project;
  }

  /** One more event of a step that was taken, e.g. a suspicion that came with it. */
  async follow(
    tx: EntityManager,
    actor: Actor,
    { project, grant, change }: { project: Project; grant: Grant; change: (at: Date) => Taken },
  ): Promise<void> {
    const before: ProjectRow = { ...project };
    const taken = change(this.clock.now());
    await this.store(tx, before, project);
    await this.record(tx, actor, { project, grant, taken, before });
  }

  /** Reads the project and holds its row for the rest of the transaction. @throws NotFoundError also for what one may not see */
  async lock(tx: EntityManager, actor: Actor, projectId: string): Promise<Project> {
    const where = { id: checkUuid(projectId, 'projectId') };
    const project = await tx.findOne(Project, { where, lock: { mode: 'pessimistic_write' } });
    return this.readable(actor, project, projectId);
  }

  /** @throws NotFoundError */
  async get(tx: EntityManager, actor: Actor, projectId: string): Promise<Project> {
    const project = await tx.findOneBy(Project, { id: checkUuid(projectId, 'projectId') });
    return this.readable(actor, project, projectId);
  }

  private readable(actor: Actor, project: Project | null, id: string): Project {
    if (!project || !this.access.findGrant(actor, 'read', 'MicroProject', viewOf(project)))
      throw new NotFoundError('MicroProject', id);
    return project;
  }

  private async store(tx: EntityManager, before: ProjectRow, project: Project): Promise<void> {
    const changes = changesOf(before, project);
    if (Object.keys(changes).length > 0) await tx.update(Project, { id: project.id }, changes);
  }

  private async record(
    tx: EntityManager,
    actor: Actor,
    { project, grant, taken, before }: Beginning & { readonly before: ProjectRow | null },
  ): Promise<void> {
    const fromState = before?.state ?? null;
    const { name, extra, sealed = {} } = taken;
    const definition = TRANSITIONS[name].event as EventDefinition;
    await this.journal.record(tx, actor, {
      event: definition,
      aggregateId: project.id,
      areaCode: project.villageCode,
      grant,
      data: { ...standingOf(project, fromState), ...extra },
      isFirst: before === null,
      ...(Object.keys(sealed).length > 0 && { sealed }),
    });
    await countProject(tx, project, before);
  }
}

function changesOf(before: Readonly<Partial<Project>>, after: Project): Partial<Project> {
  const fields = Object.entries(after) as [keyof Project, unknown][];
  return Object.fromEntries(fields.filter(([field, value]) => value !== before[field]));
}

/** What each event of a project tells of where it stands. */
function standingOf(project: Project, fromState: ProjectState | null): Record<string, unknown> {
  const { villageCode, kind, quotaClass, leadBody, band, planItemId, isEmergency, envelopeYear } = project;
  const { budgetFen, committedFen, paidFen, state: toState, lastStepAt } = project;
  const money = { budgetFen, committedFen, paidFen, envelopeYear };
  const what = { villageCode, kind, quotaClass, leadBody, band, planItemId, isEmergency };
  return { ...what, ...money, fromState, toState, at: lastStepAt.toISOString() };
}
