import { Journal } from '@lianxin/journal';
import type { JournalEntry } from '@lianxin/journal';
import type { LianxinContext } from '@lianxin/access';
import { Injectable } from '@nestjs/common';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { GridEventStateEnum, HandlingLevelEnum } from '../grid-events/grid-event.enums.js';
import type { HandlingLevel } from '../grid-events/entity/grid-event.row.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';

@ObjectType('GridEventHistoryEntry', {
  description: 'One step in the life of an event (全流程档案), from the journal.',
})
export class GridEventHistoryEntryModel {
  @Field(() => ID, { description: 'Id of the journal entry: the same as the id of the event on the wire.' })
  id: string;

  @Field(() => Int, { description: '1, 2, 3 … within the event.' })
  sequence: number;

  @Field({ description: 'What happened, e.g. GridEventDispatched.' })
  transition: string;

  @Field({ description: 'When.' })
  at: Date;

  @Field({ description: 'By which post; never who.' })
  role: string;

  @Field(() => GridEventStateEnum, {
    nullable: true,
    description: 'The state before; null for the first step.',
  })
  fromState: GridEventState | null;

  @Field(() => GridEventStateEnum, { description: 'The state after.' })
  toState: GridEventState;

  @Field(() => HandlingLevelEnum, { description: 'The level that had it in hand after the step.' })
  level: HandlingLevel;

  @Field({ description: 'The deadline after the step.' })
  dueAt: Date;

  @Field({ description: 'Whether something was written; read it by revealPersonalData.' })
  hasWords: boolean;

  @Field({ description: 'Hash that chains this entry to the one before it.' })
  hash: string;
}

interface Standing {
  readonly fromState: GridEventState | null;
  readonly toState: GridEventState;
  readonly level: HandlingLevel;
  readonly dueAt: string;
}

/** `grid-registry.GridEventDispatched.v1` → `GridEventDispatched` */
export const transitionOf = (type: string): string => type.split('.')[1] ?? type;

@Injectable()
export class GridEventHistory {
  constructor(private readonly journal: Journal) {}

  /** The life of an event that the caller was already found to see. */
  async load(scope: LianxinContext['scope'], gridEventId: string): Promise<GridEventHistoryEntryModel[]> {
    const entries = await scope.load(
      'grid event history',
      gridEventId,
      async (tx, ids: readonly string[]) => {
        const all = await this.journal.history(tx, ids);
        return ids.map((id) => all.filter((entry) => entry.aggregateId === id));
      },
    );
    return entries.map(toHistoryEntry);
  }
}

function toHistoryEntry(entry: JournalEntry): GridEventHistoryEntryModel {
  const { fromState, toState, level, dueAt } = entry.data as Standing;
  return {
    id: entry.id,
    sequence: entry.sequence,
    transition: transitionOf(entry.type),
    at: entry.recordedAt,
    role: entry.actorRole,
    fromState,
    toState,
    level,
    dueAt: new Date(dueAt),
    hasWords: entry.sealed !== null,
    hash: entry.hash,
  };
}
