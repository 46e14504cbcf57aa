import {
  AreaChanged,
  GRID_EVENT_TOPIC,
  GrantGiven,
  GridDefined,
  NeedsDiscussed,
  NeedSubmitted,
  PlanApproved,
  PolicyOverridden,
  ProjectStarted,
  SpecialAuditReported,
} from '@lianxin/contracts';
import { databaseOf, withClient } from '../../bench/database.js';
import { services } from '../../platform/services.js';
import { until } from '../pause.js';
import { readInbox } from './evidence.js';

const limitMs = 180_000;
const lookEveryMs = 250;

export interface Follower {
  readonly database: string;
  /** Which of its consumers follows which topic. */
  readonly consumers: Readonly<Record<string, string>>;
}

const replicasOf = (service: string): Record<string, string> =>
  Object.fromEntries(
    [AreaChanged, GridDefined, GrantGiven, PolicyOverridden].map(({ topic }) => [
      topic,
      `${service}.replicas`,
    ]),
  );

const microProjectFacts = Object.fromEntries(
  [NeedSubmitted, NeedsDiscussed, PlanApproved, ProjectStarted, SpecialAuditReported].map(({ topic }) => [
    topic,
    'assessment.micro-project-facts',
  ]),
);

export const assessmentFollows: Follower = {
  database: 'assessment',
  consumers: {
    [GRID_EVENT_TOPIC]: 'assessment.grid-event-facts',
    ...microProjectFacts,
    ...replicasOf('assessment'),
  },
};
const FOLLOWERS: readonly Follower[] = [
  assessmentFollows,
  {
    database: 'micro_project',
    consumers: { [GRID_EVENT_TOPIC]: 'micro-project.grid-events', ...replicasOf('micro-project') },
  },
];

/** Counted, not subtracted: positions that a restore passed over are published by nobody. */
const UNPUBLISHED = `
  SELECT ((SELECT count(*) FROM outbox) + (SELECT count(*) FROM journal_position p, relay_state r
           WHERE p.position > r.published_position))::int AS waiting`;
const LAST = `
  SELECT $1::text || '.' || aggregate_type AS topic, aggregate_id AS "aggregateId", max(sequence)::int AS sequence
    FROM journal_entry GROUP BY 1, 2`;

interface LastEntry {
  readonly topic: string;
  readonly aggregateId: string;
  readonly sequence: number;
}

/**
 * Waits until all that any service recorded was published and applied. Told by the inboxes themselves, so that it holds
 * for every transport. Keys in `held` are not waited for. @throws Error after the limit
 */
export async function untilSettled(
  { superuserUrl, followers = FOLLOWERS }: { superuserUrl: string; followers?: readonly Follower[] },
  held: ReadonlySet<string> = new Set(),
): Promise<void> {
  let behind: string[] = [];
  const look = async (): Promise<boolean> => {
    const journals = await Promise.all(services.map((service) => readHeads(superuserUrl, service)));
    const wanted = journals.flatMap(({ last }) => last).filter(({ aggregateId }) => !held.has(aggregateId));
    const places = await Promise.all(followers.map((each) => missedBy(superuserUrl, each, wanted)));
    behind = places.flat();
    return journals.every(({ waiting }) => waiting === 0) && behind.length === 0;
  };
  await until('everything is published and applied', look, { limitMs, everyMs: lookEveryMs }).catch(
    (error: Error) => {
      throw new Error(`${error.message}; behind: ${behind.slice(0, 5).join(', ')} (${behind.length})`);
    },
  );
}

/** What a service has not published yet, and the last entry of each of its aggregates. */
function readHeads(
  superuserUrl: string,
  { name, database }: { name: string; database: string },
): Promise<{ waiting: number; last: LastEntry[] }> {
  return withClient(databaseOf(superuserUrl, database), async (client) => {
    const waiting = (await client.query<{ waiting: number }>(UNPUBLISHED)).rows[0]?.waiting ?? 0;
    const { rows } = await client.query<LastEntry>(LAST, [name]);
    return { waiting, last: rows };
  });
}

async function missedBy(
  superuserUrl: string,
  { database, consumers }: Follower,
  wanted: readonly LastEntry[],
): Promise<string[]> {
  const places = await readInbox(databaseOf(superuserUrl, database));
  return wanted.flatMap(({ topic, aggregateId, sequence }) => {
    const consumer = consumers[topic];
    if (!consumer) return [];
    const place = `${consumer} ${aggregateId}`;
    return (places.get(place) ?? 0) < sequence ? [place] : [];
  });
}
