import type { Actor } from '@lianxin/access';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProjectMoney } from '../../project-money/project-money.js';
import { ConfirmationTime } from '../../project-commands/confirmation-time.js';
import { ProjectSteps } from '../../project-commands/project-steps.js';
import type { Taken } from '../../project-commands/project-steps.js';
import { ProposingService } from '../../project-commands/proposing.service.js';
import type { Project } from '../../projects/entity/project.entity.js';
import { SplittingWatch } from '../../splitting/splitting-watch.js';
import { Words } from '../../words/words.js';
import { insertEmergency } from './emergencies.queries.js';
import { SkippedStepsError } from './emergency.errors.js';
import type { StartInEmergencyInput } from './emergency.inputs.js';

/** S0-21: an emergency may skip collection, consultation and design, but not the decision, and what it skipped is made good with its notice. */
@Injectable()
export class EmergenciesService {
  constructor(
    private readonly confirmation: ConfirmationTime,
    private readonly money: ProjectMoney,
    private readonly proposing: ProposingService,
    private readonly splitting: SplittingWatch,
    private readonly steps: ProjectSteps,
    private readonly words: Words,
  ) {}

  /** Its money is reserved; none of it is paid before a body has confirmed it. @throws SkippedStepsError, EmergencyRepeatedError, QuotaExceededError */
  async startInEmergency(tx: EntityManager, actor: Actor, input: StartInEmergencyInput): Promise<Project> {
    const { projectId, skipped } = input;
    const action = 'startInEmergency';
    if (skipped.length === 0 || new Set(skipped).size < skipped.length) throw new SkippedStepsError();
    const reason = await this.words.published(input.reason, 'reason', 'micro-project.note-characters');
    const change = async (begun: Project, at: Date): Promise<Taken> => {
      const confirmBy = await this.confirmation.until(begun.villageCode, at);
      const submission = await this.proposing.submission(begun, begun.budgetFen, at);
      begun.startInEmergency({ ...submission, skipped, confirmBy }, at);
      await this.money.reserve(tx, actor, begun, at);
      await insertEmergency(tx, { projectId: begun.id, reason, startedBy: actor.subject });
      return { name: 'startInEmergency', extra: { skipped, confirmBy: confirmBy.toISOString() } };
    };
    const project = await this.steps.take(tx, actor, { projectId, action, change });
    await this.splitting.watch(tx, actor, { project, action });
    return project;
  }
}
