import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { WordsOpener } from '../disclosures/words-opener.js';
import type { SealedWords } from '../disclosures/words-opener.js';
import { MAX_STEPS, ProjectWordsModel, RevealMicroProjectWordsInput } from './project-words.model.js';
import { ProjectWordsService } from './project-words.service.js';

@Resolver(() => ProjectWordsModel)
export class ProjectWordsResolver {
  constructor(
    private readonly commands: Commands,
    private readonly opener: WordsOpener,
    private readonly words: ProjectWordsService,
  ) {}

  /** A repeat is a look like any other: it is recorded again. The record is committed before anything is opened. */
  @Mutation(() => [ProjectWordsModel], {
    description: `Reads what was written about the steps of a project (查阅项目办理内容): reasons, who paid whom, who took part in the acceptance. For those who see it from within; recorded, and shown to whoever wrote it. Oldest first, of at most the latest ${MAX_STEPS} steps.`,
  })
  @Allow('reveal:HANDLING', 'MicroProject')
  async revealMicroProjectWords(
    @CurrentActor() actor: Actor,
    @Args('input') input: RevealMicroProjectWordsInput,
  ): Promise<ProjectWordsModel[]> {
    const id = uuidv7();
    const reveal = (tx: EntityManager): Promise<SealedWords[]> =>
      this.words.revealMicroProjectWords(tx, actor, id, input);
    const words = await this.commands.run(actor, {
      ...{ mutation: 'revealMicroProjectWords', input, aggregateId: id },
      first: reveal,
      repeat: reveal,
    });
    return this.opener.openAll(words);
  }
}
