import * as contracts from '@lianxin/contracts';
import type { EventDefinition, EventEnvelope } from '@lianxin/contracts';
import type { z } from 'zod';
import type { Deed, PlainDeed, StepOfProject } from './projects/project-step.js';

type Told = z.infer<typeof contracts.ProjectStarted.schema>;

/** What one kind of event says of a project beyond where it stands. */
interface Reading {
  readonly definition: EventDefinition;
  readonly deedOf: (data: never) => Deed;
}

const reading = <Data extends Told>(
  definition: EventDefinition<Data>,
  deedOf: (data: Data) => Deed,
): Reading => ({ definition, deedOf });

const plain = (definition: EventDefinition<Told>, kind: PlainDeed): Reading =>
  reading(definition, () => ({ kind }));

const READINGS: readonly Reading[] = [
  reading(contracts.ProjectDecided, ({ body }) => ({ kind: 'DECIDED', body })),
  plain(contracts.ProjectFiled, 'FILED'),
  plain(contracts.NoticeEnded, 'NOTICE_ENDED'),
  plain(contracts.ProjectStarted, 'STARTED'),
  reading(contracts.EmergencyBypassUsed, ({ confirmBy }) => ({
    kind: 'BYPASS_USED',
    confirmBy: new Date(confirmBy),
  })),
  reading(contracts.EmergencyConfirmed, ({ body, isInTime }) => ({ kind: 'CONFIRMED', body, isInTime })),
  plain(contracts.EmergencyRefused, 'REFUSED'),
  plain(contracts.EmergencyRegularised, 'REGULARISED'),
  plain(contracts.ProjectCompleted, 'COMPLETED'),
  reading(contracts.AcceptancePassed, ({ isProposerPresent }) => ({ kind: 'ACCEPTED', isProposerPresent })),
  plain(contracts.AcceptanceFailed, 'ACCEPTANCE_FAILED'),
  reading(contracts.SatisfactionSurveyed, ({ answerCount, satisfiedCount, minimumSample }) => ({
    kind: 'SURVEYED',
    survey: { answerCount, satisfiedCount, minimumSample },
  })),
  plain(contracts.AuditPublished, 'AUDITED'),
  plain(contracts.ProjectClosed, 'CLOSED'),
];
const BY_TYPE = new Map(READINGS.map((each) => [each.definition.type, each]));

/** Every event of a project: each tells where it stands, also where it tells nothing else that counts. */
export const PROJECT_EVENTS: readonly EventDefinition<Told>[] = [...contracts.EVENTS.values()].filter(
  (definition): definition is EventDefinition<Told> => definition.topic === contracts.ProjectStarted.topic,
);

export function stepOf({ type, subject, sequence, data }: EventEnvelope<Told>): StepOfProject {
  const { villageCode, at, toState, band, budgetFen, committedFen, planItemId } = data;
  const deed = BY_TYPE.get(type)?.deedOf(data as never) ?? null;
  const standing = { toState, band, budgetFen, committedFen, planItemId };
  return { projectId: subject, sequence, villageCode, at: new Date(at), ...standing, deed };
}
