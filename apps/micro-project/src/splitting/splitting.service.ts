import { Access, SqlParameters, subtreeOf } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { AreaReplica } from '@lianxin/replicas';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isStricter } from '../decisions/decision-band.js';
import type { DecisionBand } from '../decisions/decision-band.js';
import { voidNoticeOf } from '../notices/notices.queries.js';
import type { JudgeSplittingInput } from '../project-commands/project.inputs.js';
import { ProjectSteps } from '../project-commands/project-steps.js';
import type { Taken } from '../project-commands/project-steps.js';
import { ProposingService } from '../project-commands/proposing.service.js';
import type { Project } from '../projects/entity/project.entity.js';
import { isInvolved } from '../projects/involved.js';
import { READABLE_PROJECTS } from '../projects/project.rules.js';
import { SplittingJudgeInvolvedError } from './splitting.errors.js';
import { judgeSuspicions, openSuspicionsOf, suspicionsIn } from './splitting.queries.js';
import type { JudgedSuspicion } from './splitting.queries.js';

const SUSPICIONS = { ...READABLE_PROJECTS, action: 'readSuspicions' };

/** What is suspected is the township's to judge, never the village's; of what the township leads, the county's. */
@Injectable()
export class SplittingService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly proposing: ProposingService,
    private readonly steps: ProjectSteps,
  ) {}

  /** Where they were split, the body of all of them together decides, and what is still posted comes down. @throws NotSuspectedError, SplittingJudgeInvolvedError */
  async judgeSplitting(
    tx: EntityManager,
    actor: Actor,
    input: JudgeSplittingInput,
    sealer: Sealer,
  ): Promise<Project> {
    const { projectId, isSplit } = input;
    const sealed = await this.proposing.noted(sealer, input);
    const change = async (project: Project, at: Date): Promise<Taken> => {
      if (await isInvolved(tx, actor.subject, [project.id])) throw new SplittingJudgeInvolvedError();
      const open = await openSuspicionsOf(tx, project);
      const name = project.judgeSplitting(isSplit ? strictest(project.band, open) : null, at);
      if (name === 'returnAsSplit') await voidNoticeOf(tx, project.id, at);
      const ids = open.map(({ id }) => id);
      await judgeSuspicions(tx, ids, { isSplit, judgedBy: actor.subject, judgedAt: at });
      return { name, extra: { isSplit }, sealed };
    };
    return this.steps.take(tx, actor, { projectId, action: 'judgeSplitting', change });
  }

  async findSuspicions(
    tx: EntityManager,
    actor: Actor,
    { areaCode, isJudged }: { areaCode: string; isJudged: boolean },
  ): Promise<JudgedSuspicion[]> {
    const { code } = await this.areas.getByCode(tx, areaCode);
    const parameters = new SqlParameters();
    const readable = this.access.filter(actor, SUSPICIONS, parameters);
    return suspicionsIn(tx, subtreeOf(code), isJudged, { parameters, readable });
  }
}

const strictest = (
  own: DecisionBand | null,
  suspicions: readonly { togetherBand: DecisionBand }[],
): DecisionBand | null =>
  suspicions.reduce<DecisionBand | null>(
    (most, { togetherBand }) => (most === null || isStricter(togetherBand, most) ? togetherBand : most),
    own,
  );
