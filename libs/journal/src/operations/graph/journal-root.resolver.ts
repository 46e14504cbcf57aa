import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import type { Type } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { OperatorCommands } from '../operator-commands.js';
import { InterventionModel, toInterventionModel } from './intervention.model.js';
import { DiscardMessageInput, ReplayMessageInput, RepublishJournalInput } from './journal.inputs.js';
import { JournalModel } from './journal.model.js';
import { RepublicationModel } from './republication.model.js';

/** Positions that one mutation sends, so that it ends long before its request would. */
const MAX_REPUBLISHED = 5_000;

const made = new Map<string, Type>();

/**
 * The root fields of one service's journal. Every subgraph has them under names of its own, because two of one name would be
 * one field of the graph: `gridRegistryJournal`, `replayGridRegistryMessage`, `discardGridRegistryMessage`,
 * `republishGridRegistryJournal`.
 */
export function journalRootResolver(service: string): Type {
  const known = made.get(service);
  if (known) return known;
  const resolver = makeResolver(service, fieldsOf(service));
  made.set(service, resolver);
  return resolver;
}

type Fields = Record<'journal' | 'replay' | 'discard' | 'republish', { name: string; description: string }>;

function fieldsOf(service: string): Fields {
  const words = service.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const name = words.join('');
  return {
    journal: {
      name: `${name.charAt(0).toLowerCase()}${name.slice(1)}Journal`,
      description: `The journal of ${service} and its traffic of events, for platform operators (事件日志).`,
    },
    replay: {
      name: `replay${name}Message`,
      description: `Has a parked message of ${service} tried again at once (重放).`,
    },
    discard: {
      name: `discard${name}Message`,
      description: `Gives a parked message of ${service} up; later ones of its key go on without it (丢弃). Recorded with its value.`,
    },
    republish: {
      name: `republish${name}Journal`,
      description: `Sends published entries of ${service} once more (重新发布); safe at any time, inboxes take what they miss.`,
    },
  };
}

function makeResolver(service: string, fields: Fields): Type {
  @Resolver(() => JournalModel)
  class JournalRootResolver {
    constructor(private readonly commands: OperatorCommands) {}

    @Query(() => JournalModel, fields.journal)
    @Allow('operate', 'Journal')
    journal(): JournalModel {
      return { service };
    }

    @Mutation(() => InterventionModel, fields.replay)
    @Allow('operate', 'Journal')
    replay(
      @CurrentActor() actor: Actor,
      @Args('input') input: ReplayMessageInput,
    ): Promise<InterventionModel> {
      return this.commands.replayMessage(actor, input).then(toInterventionModel);
    }

    @Mutation(() => InterventionModel, fields.discard)
    @Allow('operate', 'Journal')
    discard(
      @CurrentActor() actor: Actor,
      @Args('input') input: DiscardMessageInput,
    ): Promise<InterventionModel> {
      return this.commands.discardMessage(actor, input).then(toInterventionModel);
    }

    @Mutation(() => RepublicationModel, fields.republish)
    @Allow('operate', 'Journal')
    async republish(
      @CurrentActor() actor: Actor,
      @Args('input') input: RepublishJournalInput,
    ): Promise<RepublicationModel> {
      const done = await this.commands.republishJournal(actor, { ...input, max: MAX_REPUBLISHED });
      return { ...done, intervention: toInterventionModel(done.intervention) };
    }
  }
  return JournalRootResolver;
}
