import type { Actor } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { isDay } from '@lianxin/policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RequiredDocuments } from '../../documents/required-documents.js';
import type { ProjectNoteInput, ProjectStepInput } from '../../project-commands/project.inputs.js';
import { ProjectSteps } from '../../project-commands/project-steps.js';
import type { Taken } from '../../project-commands/project-steps.js';
import { ProposingService } from '../../project-commands/proposing.service.js';
import type { Project } from '../../projects/entity/project.entity.js';
import { DayNotAheadError } from '../../projects/errors/project.errors.js';
import { Words } from '../../words/words.js';
import { chosenContract } from '../contractors/contractors.queries.js';
import { insertMilestone } from './milestones.js';
import type { DelayProjectInput, ReachMilestoneInput } from './progress.inputs.js';

/** From the first day of work to its last (实施). */
@Injectable()
export class ProgressService {
  constructor(
    private readonly documents: RequiredDocuments,
    private readonly proposing: ProposingService,
    private readonly steps: ProjectSteps,
    private readonly words: Words,
  ) {}

  /** @throws ContractorMissingError, ContractAboveCommitmentError, ResolutionRequiredError, SplittingUnjudgedError, ObjectionOpenError */
  async startProject(tx: EntityManager, actor: Actor, { projectId }: ProjectStepInput): Promise<Project> {
    const change = async (project: Project, at: Date): Promise<Taken> => {
      project.start(await chosenContract(tx, project.contractorId), at);
      return { name: 'start' };
    };
    return this.steps.take(tx, actor, { projectId, action: 'start', change });
  }

  /** @throws DocumentUnfitError, PersonalNumberError */
  async reachMilestone(tx: EntityManager, actor: Actor, input: ReachMilestoneInput): Promise<Project> {
    const { projectId } = input;
    const title = await this.words.published(input.title, 'title', 'micro-project.title-characters');
    const change = async (project: Project, at: Date): Promise<Taken> => {
      project.reachMilestone(at);
      const id = uuidv7();
      const documentId = await this.shownBy(tx, project, input);
      await insertMilestone(tx, {
        ...{ id, projectId: project.id, title, documentId, reachedBy: actor.subject, reachedAt: at },
      });
      return { name: 'reachMilestone', extra: { milestoneId: id } };
    };
    return this.steps.take(tx, actor, { projectId, action: 'reachMilestone', change });
  }

  async stopProject(
    tx: EntityManager,
    actor: Actor,
    input: ProjectNoteInput,
    sealer: Sealer,
  ): Promise<Project> {
    const sealed = await this.proposing.noted(sealer, input);
    const change = (project: Project, at: Date): Taken => {
      project.stop(at);
      return { name: 'stop', sealed };
    };
    return this.steps.take(tx, actor, { projectId: input.projectId, action: 'stop', change });
  }

  /** @throws EmergencyUnconfirmedError, SplittingUnjudgedError */
  async resumeProject(tx: EntityManager, actor: Actor, { projectId }: ProjectStepInput): Promise<Project> {
    const change = (project: Project, at: Date): Taken => {
      project.resume(at);
      return { name: 'resume' };
    };
    return this.steps.take(tx, actor, { projectId, action: 'resume', change });
  }

  /** @throws TimeLimitNotLaterError, DayNotAheadError */
  async delayProject(
    tx: EntityManager,
    actor: Actor,
    input: DelayProjectInput,
    sealer: Sealer,
  ): Promise<Project> {
    const { projectId, dueOn } = input;
    if (!isDay(dueOn)) throw new DayNotAheadError('dueOn');
    const sealed = await this.proposing.noted(sealer, input);
    const change = (project: Project, at: Date): Taken => {
      project.delay(dueOn, at);
      return { name: 'delay', extra: { dueOn }, sealed };
    };
    return this.steps.take(tx, actor, { projectId, action: 'delay', change });
  }

  /** @throws SplittingUnjudgedError */
  async completeProject(tx: EntityManager, actor: Actor, { projectId }: ProjectStepInput): Promise<Project> {
    const change = (project: Project, at: Date): Taken => {
      project.complete(at);
      return { name: 'complete' };
    };
    return this.steps.take(tx, actor, { projectId, action: 'complete', change });
  }

  private async shownBy(
    tx: EntityManager,
    { id: projectId, villageCode: areaCode }: Project,
    { documentId: id }: ReachMilestoneInput,
  ): Promise<string | null> {
    if (!id) return null;
    const forms = ['RECORD', 'SIGNED_SCAN', 'SEALED_SCAN'] as const;
    const document = await this.documents.require(tx, {
      id,
      purpose: 'PROGRESS',
      projectId,
      areaCode,
      forms,
    });
    return document.id;
  }
}
