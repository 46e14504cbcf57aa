import type { Person } from '../person.js';
import { GRID, VILLAGE } from '../plot.js';
import { expect, StoryError } from '../storyteller.js';
import { tell, until } from '../telling.js';
import { REPORT } from '../trust/documents.js';
import type { ReportAnswer } from '../trust/documents.js';
import { act as actOnEvent } from '../trust/scene.js';
import { CANDIDATES, DISCUSS_NEEDS, SUBMIT_NEED } from './documents.js';
import type { Candidate } from './documents.js';
import { meet } from './meetings.js';
import type { Body } from './meetings.js';
import type { Stage } from './stage.js';

/** What the resident types; made up. */
export const WORDS = {
  text: '集市东侧排水沟堵塞，盖板破损，一下雨就积水，老人孩子走路不便，希望整条改造。',
  place: '集市东侧路段',
};
const knownMs = 20_000;

/** What one resident reports is a matter of many: it becomes a need, and a candidate (S0-08…10). */
export async function playNeed(stage: Stage, committees: Body): Promise<string> {
  const { villageOfficer, resident } = stage.cast;
  stage.gridEventId = await report(stage, resident);
  await actOnEvent(stage, villageOfficer, {
    ...{ mutation: 'acceptGridEvent', input: 'GridEventStepInput', gridEventId: stage.gridEventId },
    ...{ leadsTo: 'ACCEPTED', text: 'accepts it: clearing the ditch once more will not do' },
  });
  const needId = await ask(stage, resident);
  await stage.goOnWorkingDays(5, 'a week passes until the two committees meet');
  await discuss(stage, committees, needId);
  await findCandidate(stage, needId);
  return needId;
}

function report(stage: Stage, resident: Person): Promise<string> {
  return tell(stage, resident, 'reportGridEvent', async () => {
    const event = await resident.command<ReportAnswer>(REPORT, 'reportGridEvent', {
      ...{ areaCode: GRID, category: 'CONVENIENCE_SERVICE', kind: 'GENERAL', source: 'RESIDENT', ...WORDS },
    });
    expect('the state', event.state, 'REPORTED');
    const text = 'reports a blocked ditch: the first report of all that follows';
    return { text, found: { gridEventId: event.id }, answer: event.id };
  });
}

/** The need names the event that it comes out of, as soon as its service has heard of that. */
function ask(stage: Stage, resident: Person): Promise<string> {
  return tell(stage, resident, 'submitNeed', async () => {
    const { gridEventId } = stage;
    const input = { areaCode: GRID, kind: 'PUBLIC_FACILITY', channel: 'GRID_PATROL', gridEventId, ...WORDS };
    const submit = () => resident.command<{ id: string; state: string }>(SUBMIT_NEED, 'submitNeed', input);
    const need = await until('the grid event known as a source', knownMs, () =>
      submit().catch((error: unknown) => {
        if (error instanceof StoryError && error.message.includes('GRID_EVENT_UNKNOWN')) return null;
        throw error;
      }),
    );
    expect('the state', need.state, 'SUBMITTED');
    const text = 'asks for the whole ditch to be rebuilt, out of the grid event';
    return { text, found: { needId: need.id, gridEventId }, answer: need.id };
  });
}

async function discuss(stage: Stage, committees: Body, needId: string): Promise<void> {
  const { villageOfficer } = stage.cast;
  const meeting = await meet(stage, villageOfficer, committees, VILLAGE);
  await stage.teller.step(villageOfficer.account, 'recordNeedsDiscussion', async () => {
    const outcomes = [{ needId, outcome: 'CANDIDATE', priority: 'HIGH' }];
    const input = { villageCode: VILLAGE, meeting, outcomes };
    const name = 'recordNeedsDiscussion';
    const discussed = await villageOfficer.command<{ leftOutCount: number }>(DISCUSS_NEEDS, name, input);
    expect('how many were left out', discussed.leftOutCount, 0);
    return {
      text: 'records their monthly meeting: it is a candidate, and pressing',
      found: { ...discussed },
    };
  });
}

async function findCandidate(stage: Stage, needId: string): Promise<void> {
  const { townshipOfficer } = stage.cast;
  await stage.teller.step(townshipOfficer.account, 'candidatePool', async () => {
    const variables = { villageCode: VILLAGE };
    const { candidatePool } = await townshipOfficer.ask<{ candidatePool: Candidate[] }>(
      CANDIDATES,
      variables,
    );
    const got = candidatePool.map(({ rank, need }) => [rank, need.id, need.state, need.priority]);
    expect('the pool', got, [[1, needId, 'CANDIDATE', 'HIGH']]);
    return { text: 'finds it first in the pool of candidates' };
  });
}
