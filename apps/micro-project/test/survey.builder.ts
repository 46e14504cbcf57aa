import { randomUUID } from 'node:crypto';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { VILLAGE } from './area.builder.js';
import { aProjectIn } from './ending.builder.js';
import type { Place } from './micro-project.fixture.js';
import { take } from './project.builder.js';

export const DRAW = `mutation ($id: ID!) { answer: drawSurveyToken(projectId: $id) }`;
export const PRINT = `mutation ($input: PrintSurveySlipsInput!) {
  answer: printSurveySlips(input: $input) { tokens printedCount } }`;
export const ANSWER = `mutation ($input: AnswerSurveyInput!) { answer: answerSurvey(input: $input) }`;
export const COMMENTS = `mutation ($input: ProjectStepInput!) { answer: openSurveyComments(input: $input) { comments } }`;
const STANDING = `query ($id: ID!) { microProject(id: $id) {
  survey { isOpen endsAt printedCount }
  surveyResult { isTooFew minimumSample answerCount satisfiedCount printedCount } } }`;

/** Ten working days from the fixture's first day are over. */
export const AFTERWARDS = '2026-03-16T16:00:00Z';

export interface SurveyStanding {
  readonly survey: { isOpen: boolean; endsAt: string; printedCount: number } | null;
  readonly surveyResult: Record<string, unknown> | null;
}

/** An accepted project whose survey is open. */
export async function aSurvey(place: Place): Promise<string> {
  const id = await aProjectIn(place, 'ACCEPTED');
  await take(place.villageOfficer, 'openSurvey', { projectId: id });
  return id;
}

export const draw = async (who: TestClient, id: string): Promise<string> =>
  (await who.get<{ answer: string }>(DRAW, { id })).answer;

export const print = async (
  who: TestClient,
  projectId: string,
  count: number,
  requestId = randomUUID(),
): Promise<{ tokens: string[]; printedCount: number }> => {
  const input = { requestId, projectId, count };
  return (await who.get<{ answer: { tokens: string[]; printedCount: number } }>(PRINT, { input })).answer;
};

type Answer = { projectId: string; token: string; isSatisfied?: boolean; comment?: string };

/** Without sign-in. */
export const answer = (place: Place, given: Answer): Promise<unknown> =>
  place.service.client().get(ANSWER, { input: { isSatisfied: true, ...given } });
export const refusedAnswer = (place: Place, given: Answer): Promise<string> =>
  place.service.client().refusal(ANSWER, { input: { isSatisfied: true, ...given } });

export const standingOf = async (who: TestClient, id: string): Promise<SurveyStanding> =>
  (await who.get<{ microProject: SurveyStanding }>(STANDING, { id })).microProject;

export const aNeighbour = (place: Place): Promise<TestClient> =>
  place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });

/** So many answers on paper, of whom the first ones are content; comments go with the first ones. */
export async function answerOnPaper(
  place: Place,
  projectId: string,
  { count, satisfied, comments = [] }: { count: number; satisfied: number; comments?: string[] },
): Promise<void> {
  const { tokens } = await print(place.villageOfficer, projectId, count);
  for (const [index, token] of tokens.entries()) {
    const comment = comments[index];
    const given = { projectId, token, isSatisfied: index < satisfied };
    await answer(place, comment === undefined ? given : { ...given, comment });
  }
}
