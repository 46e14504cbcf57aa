import { CurrentActor, SignedIn } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RevealedWordsModel } from '../../disclosures/disclosure.model.js';
import { WordsOpener } from '../../disclosures/words-opener.js';
import type { SealedWords } from '../../disclosures/words-opener.js';
import { RevealRemarkWordsInput } from './remark.inputs.js';
import { RemarkWordsService } from './remark-words.service.js';

@Resolver(() => RevealedWordsModel)
export class RemarkWordsResolver {
  constructor(
    private readonly commands: Commands,
    private readonly opener: WordsOpener,
    private readonly words: RemarkWordsService,
  ) {}

  /** A repeat is a look like any other: it is recorded again. The record is committed before anything is opened. */
  @Mutation(() => [RevealedWordsModel], {
    description:
      'Reads what was remarked on a project (查阅监督意见), for a purpose; recorded and shown to whoever said it. The village never learns who.',
  })
  @SignedIn()
  async revealRemarkWords(
    @CurrentActor() actor: Actor,
    @Args('input') input: RevealRemarkWordsInput,
  ): Promise<RevealedWordsModel[]> {
    const id = uuidv7();
    const reveal = (tx: EntityManager): Promise<SealedWords[]> =>
      this.words.revealRemarkWords(tx, actor, id, input);
    const words = await this.commands.run(actor, {
      ...{ mutation: 'revealRemarkWords', input, aggregateId: id },
      first: reveal,
      repeat: reveal,
    });
    return this.opener.openAll(words);
  }
}
