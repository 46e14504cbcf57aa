import type { Actor } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProjectSteps } from '../../project-commands/project-steps.js';
import type { Taken } from '../../project-commands/project-steps.js';
import { ProposingService, reviewOf } from '../../project-commands/proposing.service.js';
import type { Project } from '../../projects/entity/project.entity.js';
import { digestOfTerms } from '../../projects/terms.queries.js';
import { SplittingWatch } from '../../splitting/splitting-watch.js';
import type { RequestChangeInput } from './progress.inputs.js';

/** A material change goes back to the body whose amount it has become. */
@Injectable()
export class ChangesService {
  constructor(
    private readonly proposing: ProposingService,
    private readonly splitting: SplittingWatch,
    private readonly steps: ProjectSteps,
  ) {}

  /** Its envelope is asked when it is decided. @throws ChangeBelowPaidError, DayNotAheadError, EmergencyUnconfirmedError, SplittingUnjudgedError */
  async requestChange(
    tx: EntityManager,
    actor: Actor,
    input: RequestChangeInput,
    sealer: Sealer,
  ): Promise<Project> {
    const { projectId } = input;
    const action = 'requestChange';
    const sealed = await this.proposing.noted(sealer, input);
    const change = async (changed: Project, at: Date): Promise<Taken> => {
      const terms = await this.proposing.newTerms(tx, changed, input.terms, at);
      changed.requestChange(terms, await this.proposing.submission(changed, terms.budgetFen, at), at);
      const written = { termsVersion: terms.version, termsDigest: digestOfTerms(terms) };
      return { name: 'requestChange', extra: { ...written, ...reviewOf(changed) }, sealed };
    };
    const project = await this.steps.take(tx, actor, { projectId, action, change });
    await this.splitting.watch(tx, actor, { project, action });
    return project;
  }
}
