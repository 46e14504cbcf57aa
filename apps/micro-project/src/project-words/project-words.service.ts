import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { SplittingJudged } from '@lianxin/contracts';
import type { JournalEntry } from '@lianxin/journal';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Looks } from '../disclosures/looks.js';
import type { SealedWords } from '../disclosures/words-opener.js';
import { ProjectSteps } from '../project-commands/project-steps.js';
import { isOfTheVillage, viewOf } from '../projects/project.rules.js';
import { MAX_STEPS } from './project-words.model.js';
import type { RevealMicroProjectWordsInput } from './project-words.model.js';

type Asked = Pick<RevealMicroProjectWordsInput, 'projectId' | 'purpose' | 'beforeStep'>;

/** Reads what was written about a project's steps: by those who see it from within. */
@Injectable()
export class ProjectWordsService {
  constructor(
    private readonly access: Access,
    private readonly looks: Looks,
    private readonly steps: ProjectSteps,
  ) {}

  /**
   * Objections stand in the same history and are read as what they are, by those who may.
   * The village reads no finding about its own splitting, and whose need it was only where it carried the work out itself.
   * @param id of the look
   * @throws NotFoundError also for what one may not see, ForbiddenError
   */
  async revealMicroProjectWords(
    tx: EntityManager,
    actor: Actor,
    id: string,
    { projectId, purpose, beforeStep }: Asked,
  ): Promise<SealedWords[]> {
    const project = await this.steps.get(tx, actor, projectId);
    const grant = this.access.require(actor, `reveal:${purpose}`, 'MicroProject', viewOf(project));
    const isBelow = isOfTheVillage(grant);
    const hidden = isBelow && project.leadBody !== 'VILLAGE' ? ['proposerName'] : [];
    return this.looks.take(tx, actor, {
      ...{ id, matter: 'PROJECT', matterId: project.id, areaCode: project.villageCode, grant, purpose },
      within: {
        aggregateId: project.id,
        isOf: (entry) => isOfItself(entry, isBelow) && entry.sequence < (beforeStep ?? Infinity),
      },
      includes: (_transition, field) => !hidden.includes(field),
      maxSteps: MAX_STEPS,
    });
  }
}

const isOfItself = ({ type, data }: JournalEntry, isBelow: boolean): boolean =>
  !(data as { objectionId?: string }).objectionId && !(isBelow && type === SplittingJudged.type);
