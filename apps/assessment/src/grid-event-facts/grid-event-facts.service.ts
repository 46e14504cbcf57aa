import { NotYetKnownError } from '@lianxin/journal';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { addToTallies } from '../tallies/tallies.queries.js';
import type { TallyChange } from '../tallies/tallies.queries.js';
import { CountedVillages, villageOf } from '../villages/counted-villages.js';
import type { Village } from '../villages/counted-villages.js';
import { changesBetween, openDeadlineOf } from './contributions.js';
import { factsAfter, stepsByEvent } from './fact-history.js';
import type { Fact, StepOfEvent } from './fact-history.js';
import type { Standing } from './grid-event-fact.js';
import {
  addFacts,
  endOpenDeadlines,
  lockCurrentFacts,
  setOpenDeadlines,
} from './grid-event-facts.queries.js';
import type { DeadlineOfEvent } from './grid-event-facts.queries.js';

/** What its steps changed of one event. */
interface Change {
  readonly before: Standing | null;
  readonly facts: readonly Fact[];
}

/** From the standing before all of them to that of today. */
interface Move {
  readonly before: Standing | null;
  readonly after: Fact;
}

/** Keeps each grid event's standing over time, and with it the running counts of its village. */
@Injectable()
export class GridEventFactsService {
  constructor(private readonly villages: CountedVillages) {}

  /**
   * Records what steps change, those of one event in their order. An event of no village, or of a village that is not
   * copied here, counts nowhere.
   * @throws NotYetKnownError while a village, or an event's first step, has not arrived
   */
  async recordSteps(tx: EntityManager, steps: readonly StepOfEvent[]): Promise<void> {
    const ids = new Set(steps.map(({ gridEventId }) => gridEventId));
    const current = await lockCurrentFacts(tx, [...ids]);
    const counted = steps.filter(
      (step) => current.has(step.gridEventId) || this.villages.includes(step.villageCode),
    );
    const begun = counted.filter(({ gridEventId }) => !current.has(gridEventId));
    const villages = await this.villages.find(
      tx,
      begun.map(({ villageCode }) => villageCode),
    );
    const changes: Change[] = [];
    for (const [gridEventId, ofEvent] of stepsByEvent(counted)) {
      const before = current.get(gridEventId) ?? null;
      const village = before?.village ?? villageOfFirst(ofEvent[0], villages);
      changes.push({ before: before?.standing ?? null, facts: factsAfter(before, village, ofEvent) });
    }
    await keep(tx, changes);
  }
}

/** @throws NotYetKnownError */
function villageOfFirst(step: StepOfEvent, villages: ReadonlyMap<string, Village>): Village {
  if (step.sequence > 1) throw new NotYetKnownError(`the first step of grid event ${step.gridEventId}`);
  return villageOf(step.villageCode, villages);
}

/** Writes the facts, and moves the running counts and the open deadlines from the standings before to those after. */
async function keep(tx: EntityManager, changes: readonly Change[]): Promise<void> {
  const moves = changes.flatMap(({ before, facts }) => facts.slice(-1).map((after) => ({ before, after })));
  await addFacts(
    tx,
    changes.flatMap(({ facts }) => facts),
  );
  await addToTallies(tx, moves.flatMap(talliesOf));
  await setOpenDeadlines(tx, moves.flatMap(newDeadlineOf));
  await endOpenDeadlines(
    tx,
    moves.filter(endsDeadline).map(({ after }) => after.gridEventId),
  );
}

const talliesOf = ({ before, after: { standing, village } }: Move): TallyChange[] =>
  changesBetween(before, standing).map((change) => ({ ...change, village }));

function newDeadlineOf({ before, after: { gridEventId, standing, village } }: Move): DeadlineOfEvent[] {
  const deadline = openDeadlineOf(standing);
  const isMoved = deadline?.dueAt.getTime() !== openDeadlineOf(before)?.dueAt.getTime();
  return deadline && isMoved ? [{ ...deadline, gridEventId, village }] : [];
}

const endsDeadline = ({ before, after }: Move): boolean =>
  openDeadlineOf(before) !== null && openDeadlineOf(after.standing) === null;
