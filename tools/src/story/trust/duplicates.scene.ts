import { randomInt } from 'node:crypto';
import { MY_NOTIFICATIONS } from '../documents.js';
import type { Person } from '../person.js';
import { GRID } from '../plot.js';
import { expect } from '../storyteller.js';
import { tell } from '../telling.js';
import { DUPLICATES, MERGED, REPORT } from './documents.js';
import type { Duplicate, ReportAnswer } from './documents.js';
import { act } from './scene.js';
import type { Stage } from './scene.js';

const WHERE = '东南西北前后左右上下';

/** Says the same place in three mouths; another place each time that the story is told. */
function threeWordings(): [string, string, string] {
  const place = Array.from({ length: 6 }, () => WHERE.charAt(randomInt(WHERE.length))).join('');
  const matter = `${place}巷口的垃圾桶满了好几天没人清运，污水流到路上，气味难闻，蚊虫很多`;
  return [`${matter}。`, `${matter}！`, `${matter}，请派人处理。`];
}

/** Three neighbours report one matter: it is handled once, and each of them is told and asked on their own (S1-27, S1-28). */
export async function playDuplicates(stage: Stage): Promise<void> {
  const { resident, secondResident, thirdResident } = stage.cast;
  const [words, secondWords, thirdWords] = threeWordings();
  const main = await report(stage, resident, words);
  await seeHint(stage, secondResident, secondWords);
  const second = await report(stage, secondResident, secondWords);
  const third = await report(stage, thirdResident, thirdWords);
  await seeAlike(stage, thirdWords, [main, second, third]);
  for (const each of [second, third]) await merge(stage, each, main);
  await handleOnce(stage, main);
  for (const [person, id] of [
    [resident, main],
    [secondResident, second],
    [thirdResident, third],
  ] as const)
    await seeResult(stage, person, id);
  await followUpEach(stage, { main, second, third });
}

function report(stage: Stage, person: Person, text: string): Promise<string> {
  return tell(stage, person, 'reportGridEvent', async () => {
    const answer = await person.command<ReportAnswer>(REPORT, 'reportGridEvent', {
      ...{ areaCode: GRID, category: 'SANITATION', kind: 'GENERAL', source: 'RESIDENT', text },
    });
    expect('the state', answer.state, 'REPORTED');
    return { text: 'reports a dustbin that runs over', found: { gridEventId: answer.id }, answer: answer.id };
  });
}

const alikeFor = async (person: Person, text: string): Promise<Duplicate[]> => {
  type Answer = { likelyGridEventDuplicates: Duplicate[] };
  return (await person.ask<Answer>(DUPLICATES, { areaCode: GRID, text })).likelyGridEventDuplicates;
};

/** A resident learns that there is one like it, and not whose. */
async function seeHint(stage: Stage, person: Person, text: string): Promise<void> {
  await stage.teller.step(person.account, 'likelyGridEventDuplicates', async () => {
    const [likeliest] = await alikeFor(person, text);
    const expected = { category: 'SANITATION', areaCode: GRID, state: 'REPORTED', gridEvent: null };
    expect('the likeliest', likeliest, expected);
    return {
      text: 'is told before reporting that there is one alike: its category, grid and state, no more',
    };
  });
}

async function seeAlike(stage: Stage, text: string, ids: readonly string[]): Promise<void> {
  const { villageOfficer } = stage.cast;
  await stage.teller.step(villageOfficer.account, 'likelyGridEventDuplicates', async () => {
    const alike = (await alikeFor(villageOfficer, text)).map(({ gridEvent }) => gridEvent?.id ?? '');
    expect(
      'those of the three that are suggested',
      alike.filter((id) => ids.includes(id)).sort(),
      [...ids].sort(),
    );
    return { text: 'has all three suggested as one matter', found: { suggested: alike.length } };
  });
}

async function merge(stage: Stage, gridEventId: string, intoGridEventId: string): Promise<void> {
  await act(stage, stage.cast.villageOfficer, {
    ...{ mutation: 'mergeGridEvent', input: 'MergeGridEventInput', gridEventId },
    arguments: { intoGridEventId, note: '同一处垃圾桶。' },
    ...{ leadsTo: 'MERGED', text: 'merges a report into the first' },
  });
}

async function handleOnce(stage: Stage, gridEventId: string): Promise<void> {
  const { villageOfficer, gridWorker } = stage.cast;
  const note = (words: string) => ({ input: 'GridEventNoteInput', arguments: { note: words } });
  await act(stage, villageOfficer, {
    ...{ mutation: 'acceptGridEvent', input: 'GridEventStepInput', gridEventId },
    ...{ leadsTo: 'ACCEPTED', text: 'accepts the first, and with it all three' },
  });
  await act(stage, villageOfficer, {
    ...{ mutation: 'dispatchGridEvent', input: 'DispatchGridEventInput', gridEventId },
    ...{ arguments: { level: 'GRID' }, leadsTo: 'DISPATCHED', text: 'gives it to the grid' },
  });
  await act(stage, gridWorker, {
    ...{ mutation: 'reportGridEventDone', gridEventId, ...note('已清运并冲洗路面。') },
    ...{ leadsTo: 'REPORTED_DONE', text: 'reports it done, once' },
  });
  await act(stage, villageOfficer, {
    ...{ mutation: 'verifyGridEvent', gridEventId, ...note('现场干净。') },
    ...{ leadsTo: 'VERIFIED', text: 'verifies it on the spot' },
  });
  await act(stage, villageOfficer, {
    ...{ mutation: 'notifyGridEventResult', gridEventId, ...note('垃圾已清运，今后每天一次。') },
    ...{ leadsTo: 'RESULT_NOTIFIED', text: 'notifies the result, to all three' },
  });
}

async function seeResult(stage: Stage, person: Person, gridEventId: string): Promise<void> {
  await stage.teller.step(person.account, 'myNotifications', async () => {
    type Node = { kind: string; gridEvent: { id: string } | null };
    type Answer = { myNotifications: { edges: { node: Node }[] } };
    const { myNotifications } = await person.ask<Answer>(MY_NOTIFICATIONS);
    const mine = myNotifications.edges.filter(({ node }) => node.gridEvent?.id === gridEventId);
    expect(
      'the notifications of the own report',
      mine.map(({ node }) => node.kind),
      ['RESULT'],
    );
    return { text: 'finds the result of the own report, once' };
  });
}

/** The first is asked by the county, the second too, the third answers unasked: three answers, each kept. */
async function followUpEach(
  stage: Stage,
  { main, second, third }: Record<'main' | 'second' | 'third', string>,
): Promise<void> {
  const { countyCommand, thirdResident } = stage.cast;
  const asked = { mutation: 'followUpGridEvent', input: 'FollowUpGridEventInput' };
  await act(stage, countyCommand, {
    ...{ ...asked, gridEventId: main, arguments: { isReached: true, isSolved: true, isSatisfied: true } },
    ...{ leadsTo: 'FOLLOWED_UP', text: 'asks the first: solved, satisfied' },
  });
  await act(stage, countyCommand, {
    ...{ ...asked, gridEventId: second, arguments: { isReached: true, isSolved: true, isSatisfied: false } },
    ...{ leadsTo: 'MERGED', text: 'asks the second: solved, not satisfied' },
  });
  await act(stage, thirdResident, {
    ...{ mutation: 'answerGridEventFollowUp', input: 'RateGridEventInput', gridEventId: third },
    arguments: { isSolved: true, isSatisfied: true },
    ...{ leadsTo: 'MERGED', text: 'answers unasked: solved, satisfied' },
  });
  await stage.teller.step(countyCommand.account, 'GridEvent.mergedReports', async () => {
    type Merged = { id: string; state: string; followUps: { isSatisfied: boolean | null }[] };
    const answer = await countyCommand.ask<{ gridEvent: { mergedReports: Merged[] } }>(MERGED, { id: main });
    const answers = new Map(
      answer.gridEvent.mergedReports.map(({ id, followUps }) => [
        id,
        followUps.map(({ isSatisfied }) => isSatisfied),
      ]),
    );
    expect('what each answered', [answers.get(second), answers.get(third)], [[false], [true]]);
    return { text: 'reads two reports under the first, each with the answer of its own reporter' };
  });
}
