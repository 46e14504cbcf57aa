import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import type { AreaCopy } from '@lianxin/replicas';
import { checkUuid, DomainError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Need } from '../needs/need.entity.js';
import { NeedNotCandidateError } from '../needs/need.errors.js';
import { viewOfNeed } from '../needs/need.rules.js';
import { NeedSteps } from '../needs/need-steps.js';
import type { TakenNeedStep } from '../needs/need-steps.js';
import { accountsOf } from '../parties/party.row.js';
import { takePlanItem } from '../plan-items/take-plan-item.js';
import type { Project } from '../projects/entity/project.entity.js';
import type { ProposeProjectInput } from './project.inputs.js';

export interface Sources {
  readonly needIds: string[];
  readonly planItemId: string | null;
  readonly proposerIds: string[];
}

const MAX_NEEDS = 100;

export class ProjectNeedsError extends DomainError {
  readonly code = 'PROJECT_NEEDS';
  constructor() {
    super(
      {
        en: `A project names the needs it answers, each once, at most ${MAX_NEEDS}.`,
        zh: `项目须列明来源需求，每件一次，最多 ${MAX_NEEDS} 件。`,
      },
      { max: MAX_NEEDS },
    );
  }
}

/** What a project comes out of: needs, and an item of the yearly plan. */
@Injectable()
export class ProjectSources {
  constructor(
    private readonly access: Access,
    private readonly steps: NeedSteps,
  ) {}

  /**
   * Marks the needs as taken by this project: candidates of its village, and nobody else's.
   * @throws ProjectNeedsError, NeedNotCandidateError, PlanItemUnknownError, PlanItemTakenError, PlanItemClassError
   */
  async take(
    tx: EntityManager,
    actor: Actor,
    { projectId, village, input }: { projectId: string; village: AreaCopy; input: ProposeProjectInput },
  ): Promise<Sources> {
    const needIds = input.needIds.map((id) => checkUuid(id, 'needIds'));
    if (needIds.length > MAX_NEEDS || new Set(needIds).size < needIds.length) throw new ProjectNeedsError();
    const needs = await this.steps.lockFound(tx, actor, needIds);
    const missing = needIds.find((id) => !needs.some((need) => need.id === id));
    if (missing !== undefined) throw new NeedNotCandidateError(missing);
    const change = (need: Need, at: Date): TakenNeedStep => {
      need.take(projectId, village.id, at);
      return { name: 'take', extra: { projectId } };
    };
    for (const need of needs) await this.carryOut(tx, actor, need, { action: 'take', change });
    const planItemId = input.planItemId ? checkUuid(input.planItemId, 'planItemId') : null;
    if (planItemId !== null)
      await takePlanItem(tx, { itemId: planItemId, villageId: village.id, quotaClass: input.quotaClass });
    const accounts = needs.flatMap(accountsOf);
    return { needIds, planItemId, proposerIds: [...new Set(accounts)] };
  }

  /** What came to nothing gives its needs back to the pool; whoever ends a project sees them. */
  async release(tx: EntityManager, actor: Actor, project: Project): Promise<void> {
    const change = (need: Need, at: Date): TakenNeedStep => {
      need.release(at);
      return { name: 'release', extra: { projectId: project.id } };
    };
    const needs = await this.steps.lockFound(tx, actor, project.needIds);
    for (const need of needs.filter(({ projectId }) => projectId === project.id))
      await this.carryOut(tx, actor, need, { action: 'read', change });
  }

  private carryOut(
    tx: EntityManager,
    actor: Actor,
    need: Need,
    { action, change }: { action: string; change: (need: Need, at: Date) => TakenNeedStep },
  ): Promise<void> {
    const grant = this.access.require(actor, action, 'Need', viewOfNeed(need));
    return this.steps.carryOut(tx, actor, need, { grant, change });
  }
}
