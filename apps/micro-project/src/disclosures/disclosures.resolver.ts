import { CurrentActor, CurrentScope, SignedIn } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { checkPageSize, Commands, CursorSigner, PageArgs, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import {
  DisclosureConnection,
  DisclosureModel,
  RevealedWordsModel,
  RevealNeedWordsInput,
} from './disclosure.model.js';
import { findDisclosuresOf } from './disclosures.queries.js';
import { NeedWordsService } from './need-words.service.js';
import { WordsOpener } from './words-opener.js';
import type { SealedWords } from './words-opener.js';

const CURSOR = 'micro-project disclosures';

@Resolver(() => DisclosureModel)
export class DisclosuresResolver {
  constructor(
    private readonly commands: Commands,
    private readonly cursors: CursorSigner,
    private readonly needWords: NeedWordsService,
    private readonly opener: WordsOpener,
  ) {}

  /** A repeat is a look like any other: it is recorded again. The record is committed before anything is opened. */
  @Mutation(() => [RevealedWordsModel], {
    description:
      'Reads what people typed about a need (查阅需求内容), for a purpose; recorded and shown to them.',
  })
  @SignedIn()
  async revealNeedWords(
    @CurrentActor() actor: Actor,
    @Args('input') input: RevealNeedWordsInput,
  ): Promise<RevealedWordsModel[]> {
    const id = uuidv7();
    const reveal = (tx: EntityManager): Promise<SealedWords[]> =>
      this.needWords.revealNeedWords(tx, actor, id, input);
    const words = await this.commands.run(actor, {
      ...{ mutation: 'revealNeedWords', input, aggregateId: id },
      first: reveal,
      repeat: reveal,
    });
    return this.opener.openAll(words);
  }

  @Query(() => DisclosureConnection, {
    description: 'Who looked at what the caller typed about small public works (查阅记录), newest first.',
  })
  @SignedIn()
  async myMicroProjectDisclosures(
    @Args() page: PageArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<Connection<DisclosureModel>> {
    const first = checkPageSize(page.first);
    const after = this.cursors.verify(CURSOR, page.after);
    const rows = await scope.read((tx) => findDisclosuresOf(tx, { personId: actor.subject, first, after }));
    const cursorOf = (row: DisclosureModel): string =>
      this.cursors.sign(CURSOR, [row.disclosedAt.toISOString(), row.id]);
    return toConnection(rows, { first, after: page.after, cursorOf, toNode: (row) => row });
  }
}
