import { NotYetKnownError } from '@lianxin/journal';
import { shanghaiYear } from '@lianxin/policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { differenceBetween } from '../../tallies/contribution.js';
import { addToTallies } from '../../tallies/tallies.queries.js';
import { CountedVillages, villageOf } from '../../villages/counted-villages.js';
import type { Village } from '../../villages/counted-villages.js';
import { addParticipations } from '../villages/village-facts.queries.js';
import type { Participation } from '../villages/village-facts.queries.js';
import {
  addFacts,
  closeItems,
  endFacts,
  keepStandings,
  lockCurrentProjects,
} from './project-facts.queries.js';
import { ProjectHistory } from './project-history.js';
import type { StepOfProject } from './project-step.js';

/** Keeps what each project adds to the indicators over time, and with it the running counts of its village. */
@Injectable()
export class ProjectFactsService {
  constructor(private readonly villages: CountedVillages) {}

  /**
   * Records what steps change, those of one project in their order. A project of a village that is not copied here counts
   * nowhere.
   * @throws NotYetKnownError while a village, or a project's first step, has not arrived
   */
  async recordSteps(tx: EntityManager, steps: readonly StepOfProject[]): Promise<void> {
    const current = await lockCurrentProjects(tx, [...new Set(steps.map(({ projectId }) => projectId))]);
    const isKnown = ({ projectId }: StepOfProject): boolean => current.has(projectId);
    const counted = steps.filter((step) => isKnown(step) || this.villages.includes(step.villageCode));
    const begun = counted.filter((step) => !isKnown(step));
    const villages = await this.villages.find(
      tx,
      begun.map(({ villageCode }) => villageCode),
    );
    const histories = new Map<string, ProjectHistory>();
    const participations: Participation[] = [];
    for (const step of counted) {
      const before = current.get(step.projectId) ?? null;
      const history =
        histories.get(step.projectId) ??
        new ProjectHistory(step.projectId, before?.village ?? villageOfFirst(step, villages), before);
      if (!before && !histories.has(step.projectId)) participations.push(beginning(history.village, step));
      histories.set(step.projectId, history);
      history.take(step);
    }
    await addParticipations(tx, participations);
    await keep(tx, [...histories.values()]);
  }
}

/** @throws NotYetKnownError */
function villageOfFirst(step: StepOfProject, villages: ReadonlyMap<string, Village>): Village {
  if (step.sequence > 1) throw new NotYetKnownError(`the first step of project ${step.projectId}`);
  return villageOf(step.villageCode, villages);
}

const beginning = (village: Village, { at }: StepOfProject): Participation => ({
  village,
  fromYear: shanghaiYear(at),
  since: at,
});

async function keep(tx: EntityManager, histories: readonly ProjectHistory[]): Promise<void> {
  await keepStandings(
    tx,
    histories.map(({ projectId, current }) => ({ projectId, ...current })),
  );
  await endFacts(
    tx,
    histories.flatMap(({ ends }) => ends),
  );
  await addFacts(
    tx,
    histories.flatMap(({ facts }) => facts),
  );
  await closeItems(
    tx,
    histories.flatMap(({ closedItems }) => closedItems),
  );
  const changes = histories.flatMap(({ village, former, latter }) =>
    differenceBetween(former, latter).map((change) => ({ ...change, village })),
  );
  await addToTallies(tx, changes);
}
