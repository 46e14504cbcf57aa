import { CurrentActor, Public, SignedIn } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Clock, Commands, Database } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RevealedWordsModel } from '../disclosures/disclosure.model.js';
import { findDisclosuresOf } from '../disclosures/disclosures.queries.js';
import { WordsOpener } from '../disclosures/words-opener.js';
import type { SealedWords } from '../disclosures/words-opener.js';
import { SlipHolders } from '../slips/slip-holders.js';
import type { SlipHolder } from '../slips/slip-holders.js';
import { SlipInput } from '../slips/slip.model.js';
import { RevealObjectionWordsInput } from './objection.inputs.js';
import { toObjectionModel } from './objection.model.js';
import { ObjectionStatusModel } from './objection-slip.model.js';
import { ObjectionWordsService } from './objection-words.service.js';
import { RaisingService } from './raising.service.js';

const MAX_LOOKS = 50;

/** The record of a look is committed before anything is opened. */
@Resolver(() => ObjectionStatusModel)
export class ObjectionWordsResolver {
  constructor(
    private readonly clock: Clock,
    private readonly commands: Commands,
    private readonly database: Database,
    private readonly holders: SlipHolders,
    private readonly opener: WordsOpener,
    private readonly raising: RaisingService,
    private readonly words: ObjectionWordsService,
  ) {}

  /** A repeat is a look like any other: it is recorded again. */
  @Mutation(() => [RevealedWordsModel], {
    description:
      'Reads what was objected and answered (查阅异议内容), for a purpose; recorded and shown to whoever objected.',
  })
  @SignedIn()
  async revealObjectionWords(
    @CurrentActor() actor: Actor,
    @Args('input') input: RevealObjectionWordsInput,
  ): Promise<RevealedWordsModel[]> {
    const id = uuidv7();
    const reveal = (tx: EntityManager): Promise<SealedWords[]> =>
      this.words.revealObjectionWords(tx, actor, id, input);
    const words = await this.commands.run(actor, {
      ...{ mutation: 'revealObjectionWords', input, aggregateId: id },
      first: reveal,
      repeat: reveal,
    });
    return this.opener.openAll(words);
  }

  @Mutation(() => ObjectionStatusModel, {
    description:
      'How an objection stands and what was answered (凭回执查询), by number and code of its slip.',
  })
  @Public()
  async openObjectionSlip(
    @Args('slip') slip: SlipInput,
    @CurrentActor() caller: Actor,
  ): Promise<ObjectionStatusModel> {
    const { correlationId } = caller.origin;
    const holder = await this.holders.holderOf({ table: 'objection', slip, correlationId });
    const found = await this.database.write(holder.actor, (tx) => this.find(tx, holder));
    const objection = toObjectionModel(found.objection, this.clock.now());
    return { objection, looks: found.looks, told: await this.opener.openAll(found.words) };
  }

  private async find(tx: EntityManager, { actor, aggregateId: objectionId }: SlipHolder) {
    const input = { objectionId, purpose: 'OWN' } as const;
    const words = await this.words.revealObjectionWords(tx, actor, uuidv7(), input);
    const page = { personId: actor.subject, first: MAX_LOOKS, after: [] };
    const looks = (await findDisclosuresOf(tx, page)).filter(({ matterId }) => matterId === objectionId);
    return { words, looks, objection: await this.raising.getOwn(tx, objectionId) };
  }
}
