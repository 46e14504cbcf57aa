import type { Actor } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import type { Sealer } from '@lianxin/personal-data';
import { Commands } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Project } from '../projects/entity/project.entity.js';
import { toProjectModel } from '../projects/project.model.js';
import type { ProjectModel } from '../projects/project.model.js';
import type { ProjectStepInput } from './project.inputs.js';
import { ProjectSteps } from './project-steps.js';

export interface ProjectCommand {
  readonly mutation: string;
  readonly input: ProjectStepInput;
  readonly work: (tx: EntityManager, sealer: Sealer) => Promise<Project>;
}

/** Runs a step as a mutation. Keys are fetched before the transaction opens; nothing waits on the network inside. */
@Injectable()
export class ProjectCommands {
  constructor(
    private readonly commands: Commands,
    private readonly cipher: PersonalDataCipher,
    private readonly steps: ProjectSteps,
  ) {}

  async run(actor: Actor, { mutation, input, work }: ProjectCommand): Promise<ProjectModel> {
    const sealer = await this.cipher.sealerFor(actor.subject);
    const project = await this.commands.run(actor, {
      ...{ mutation, input, aggregateId: input.projectId },
      first: (tx) => work(tx, sealer),
      repeat: (tx, earlier) => this.steps.get(tx, actor, earlier),
    });
    return toProjectModel(project);
  }
}
