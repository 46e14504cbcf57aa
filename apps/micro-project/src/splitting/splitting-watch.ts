import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
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
import type { Likeness, SplittingGround } from './likeness.js';
import {
  getCompared,
  insertSuspicion,
  judgedContractorsOf,
  othersOf,
  takeTurn,
} from './splitting.queries.js';
import { togetherOf } from './together.js';
import type { Together } from './together.js';

const DAY_MS = 86_400_000;
const MAX_OTHERS = 50;

export interface Watched {
  readonly project: Project;
  /** The step that was taken; the suspicion is recorded under the same post. */
  readonly action: string;
  /** All of them when it is submitted; later what the step has brought to light. */
  readonly grounds?: readonly SplittingGround[];
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
    const { project, action, grounds = SPLITTING_GROUNDS } = watched;
    await takeTurn(tx, project);
    const at = this.clock.now();
    const likenesses = await this.likenessesTo(tx, project, grounds, at);
    const found = await this.together(project, likenesses, at);
    if (!found) return;
    const { together, policyVersion } = found;
    const evidence = likenesses.filter(({ otherProjectId }) => together.otherIds.includes(otherProjectId));
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

  private async likenessesTo(
    tx: EntityManager,
    project: Project,
    grounds: readonly SplittingGround[],
    on: Date,
  ): Promise<Likeness[]> {
    const book = await this.policies.book();
    const question = { areaCode: project.villageCode, on };
    const { value: days } = book.valueAt('micro-project.splitting-window', question);
    const { value: minPercent } = book.valueAt('micro-project.splitting-similarity', question);
    const self = await getCompared(tx, project.id);
    const others = await othersOf(tx, project, new Date(on.getTime() - days * DAY_MS));
    const isAtSubmission = grounds.length === SPLITTING_GROUNDS.length;
    const judged = isAtSubmission ? new Set<string>() : await judgedContractorsOf(tx, project.id);
    return others
      .filter(({ id }) => !judged.has(id))
      .map((other) => likenessesOf(self, other, minPercent))
      .filter((found) => found.some(({ ground }) => grounds.includes(ground)))
      .flat();
  }

  private async together(
    { band, pendingBudgetFen, budgetFen, villageCode }: Project,
    likenesses: readonly Likeness[],
    on: Date,
  ): Promise<{ together: Together; policyVersion: string } | null> {
    if (band === null) return null;
    const { edges, policyVersion } = await this.bands.edgesOn(villageCode, on);
    const amounts = new Map(likenesses.map(({ otherProjectId, amountFen }) => [otherProjectId, amountFen]));
    const parts = Array.from(amounts, ([id, amountFen]) => ({ id, amountFen }));
    const together = togetherOf({ amountFen: pendingBudgetFen ?? budgetFen, band }, parts, edges);
    return together && { together, policyVersion };
  }
}
