import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { DAY_MS } from '@lianxin/policy';
import { PolicyReplica } from '@lianxin/replicas';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Bands } from '../project-commands/bands.js';
import { ProjectSteps } from '../project-commands/project-steps.js';
import type { Project } from '../projects/entity/project.entity.js';
import { viewOf } from '../projects/project.rules.js';
import { likenessesOf, SPLITTING_GROUNDS } from './likeness.js';
import type { Compared, Likeness, SplittingGround } from './likeness.js';
import {
  getCompared,
  insertSuspicion,
  judgedContractorsOf,
  othersOf,
  takeTurn,
} from './splitting.queries.js';
import { togetherOf } from './together.js';
import type { Together } from './together.js';

const MAX_OTHERS = 50;

export interface Watched {
  readonly project: Project;
  /** The step that was taken; the suspicion is recorded under the same post. */
  readonly action: string;
  /** What the step has brought to light; left out when it is submitted: everything. */
  readonly grounds?: readonly SplittingGround[];
}

interface Found {
  readonly together: Together;
  readonly policyVersion: string;
  readonly evidence: readonly Likeness[];
}

/** S0-11…14: works that were divided to stay below a band show when they are seen together. */
@Injectable()
export class SplittingWatch {
  constructor(
    private readonly access: Access,
    private readonly bands: Bands,
    private readonly clock: Clock,
    private readonly policies: PolicyReplica,
    private readonly steps: ProjectSteps,
  ) {}

  /** Flags the project to the township where it looks like part of a larger one. */
  async watch(tx: EntityManager, actor: Actor, watched: Watched): Promise<void> {
    const { project, action } = watched;
    await takeTurn(tx, project);
    const at = this.clock.now();
    const found = await this.find(tx, watched, at);
    if (!found) return;
    const { together, policyVersion, evidence } = found;
    await insertSuspicion(
      tx,
      {
        ...{ id: uuidv7(), projectId: project.id, policyVersion, suspectedAt: at },
        ...{ togetherFen: together.amountFen, togetherBand: together.band },
      },
      evidence,
    );
    const grant = this.access.require(actor, action, 'MicroProject', viewOf(project));
    const extra = {
      otherProjectIds: together.otherIds.slice(0, MAX_OTHERS),
      togetherFen: together.amountFen,
    };
    await this.steps.follow(tx, actor, {
      ...{ project, grant },
      change: () => {
        project.suspectSplitting(at);
        return { name: 'suspectSplitting', extra };
      },
    });
  }

  private async find(tx: EntityManager, { project, grounds }: Watched, at: Date): Promise<Found | null> {
    const { band, pendingBudgetFen, budgetFen, villageCode } = project;
    if (band === null) return null;
    const { edges, policyVersion } = await this.bands.edgesOn(villageCode, at);
    const own = { amountFen: pendingBudgetFen ?? budgetFen, band };
    const others = await this.othersOf(tx, project, grounds, at);
    // Most projects reach no stricter band even with all the others: then their texts need not be compared.
    if (!togetherOf(own, others, edges)) return null;
    const likenesses = await this.likenessesTo(tx, project, others, at);
    const alike = likenesses.filter((found) =>
      found.some(({ ground }) => (grounds ?? SPLITTING_GROUNDS).includes(ground)),
    );
    const ids = new Set(alike.flat().map(({ otherProjectId }) => otherProjectId));
    const together = togetherOf(
      own,
      others.filter(({ id }) => ids.has(id)),
      edges,
    );
    if (!together) return null;
    const evidence = alike.flat().filter(({ otherProjectId }) => together.otherIds.includes(otherProjectId));
    return { together, policyVersion, evidence };
  }

  /** A contractor chosen again brings nothing to light about those that were judged already. */
  private async othersOf(
    tx: EntityManager,
    project: Project,
    grounds: Watched['grounds'],
    on: Date,
  ): Promise<Compared[]> {
    const days = await this.valueOf('micro-project.splitting-window', project, on);
    const others = await othersOf(tx, project, new Date(on.getTime() - days * DAY_MS));
    if (grounds === undefined) return others;
    const judged = await judgedContractorsOf(tx, project.id);
    return others.filter(({ id }) => !judged.has(id));
  }

  private async likenessesTo(
    tx: EntityManager,
    project: Project,
    others: readonly Compared[],
    on: Date,
  ): Promise<Likeness[][]> {
    const minPercent = await this.valueOf('micro-project.splitting-similarity', project, on);
    return likenessesOf(await getCompared(tx, project.id), others, minPercent);
  }

  private async valueOf(
    key: 'micro-project.splitting-window' | 'micro-project.splitting-similarity',
    { villageCode: areaCode }: Project,
    on: Date,
  ): Promise<number> {
    const book = await this.policies.book();
    return book.valueAt(key, { areaCode, on }).value;
  }
}
