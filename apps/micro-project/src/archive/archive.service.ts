import type { Actor } from '@lianxin/access';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProjectSteps } from '../project-commands/project-steps.js';
import type { Taken } from '../project-commands/project-steps.js';
import type { Project } from '../projects/entity/project.entity.js';
import { missingIn } from './archive-items.js';
import { archivesOf } from './archive.queries.js';

/** S0-24: a project is closed when its archive holds its whole life. */
@Injectable()
export class ArchiveService {
  constructor(private readonly steps: ProjectSteps) {}

  /** @throws ArchiveIncompleteError naming what is missing */
  async closeMicroProject(tx: EntityManager, actor: Actor, projectId: string): Promise<Project> {
    const change = async (project: Project, at: Date): Promise<Taken> => {
      const [archive = []] = await archivesOf(tx, [project]);
      project.close(missingIn(archive), at);
      return { name: 'close', extra: { isArchiveComplete: true } };
    };
    return this.steps.take(tx, actor, { projectId, action: 'close', change });
  }
}
