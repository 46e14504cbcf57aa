import type { TestClient } from '@lianxin/testing';
import { VILLAGE } from './area.builder.js';
import type { Place } from './micro-project.fixture.js';
import { aNeed, needStep } from './need.builder.js';
import type { NeedAnswer } from './need.builder.js';
import { aMeeting } from './project.builder.js';

export interface DiscussionAnswer {
  readonly id: string;
  readonly openCount: number;
  readonly discussedCount: number;
  readonly leftOutCount: number;
}

/** What is keyed in of a meeting of the two committees about needs. */
export async function aDiscussion(
  place: Place,
  outcomes: readonly Record<string, unknown>[],
  { meeting, ...over }: Record<string, unknown> & { meeting?: Record<string, unknown> } = {},
): Promise<Record<string, unknown>> {
  return { villageCode: VILLAGE, meeting: await aMeeting(place, meeting), outcomes, ...over };
}

/** A meeting of the village's two committees that concluded so. */
export async function discuss(
  place: Place,
  outcomes: readonly Record<string, unknown>[],
  over: Parameters<typeof aDiscussion>[2] = {},
): Promise<DiscussionAnswer> {
  return needStep<DiscussionAnswer>(
    place.villageOfficer,
    'discuss',
    await aDiscussion(place, outcomes, over),
  );
}

/** A need that a meeting put into the pool of candidates. */
export async function aCandidate(
  place: Place,
  { priority = 'NORMAL', who = place.resident, ...over }: Record<string, unknown> & { who?: TestClient } = {},
): Promise<NeedAnswer> {
  const need = await aNeed(who, over);
  await discuss(place, [{ needId: need.id, outcome: 'CANDIDATE', priority }]);
  return need;
}
