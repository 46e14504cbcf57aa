import { findAccount } from '../../issuer/accounts.js';
import { GRID_EVENT, PLACE_OF_NOW } from '../documents.js';
import type { Person } from '../person.js';
import { GRID, TOWNSHIP, VILLAGE } from '../plot.js';
import { expect } from '../storyteller.js';
import { tell, until } from '../telling.js';
import { DUPLICATES, EVENTS, FEED, REPORT, STATISTICS } from './documents.js';
import type { Duplicate, FeedAnswer, ReportAnswer, StatisticsAnswer } from './documents.js';
import { act, daysAroundNow } from './scene.js';
import type { Stage } from './scene.js';

const feedMs = 15_000;
const TEXT = '村里那位干部把低保名额给了自家亲戚，问他还发脾气。';

/** What the officer could notice anything by, taken before and after. */
interface Traces {
  readonly statistics: StatisticsAnswer;
  readonly listed: readonly string[];
  readonly cursor: string;
}

/** A complaint about a village officer goes one level up, and does not exist for whom it is about. */
export async function playComplaint(stage: Stage): Promise<void> {
  const { villageOfficer } = stage.cast;
  const before = await tracesFor(villageOfficer);
  const inTownship = await tracesFor(stage.cast.townshipOfficer, TOWNSHIP);
  const id = await complain(stage);
  await findInTownship(stage, id, inTownship);
  await searchAsConcerned(stage, id, before);
}

function complain(stage: Stage): Promise<string> {
  const { resident, villageOfficer } = stage.cast;
  return tell(stage, resident, 'reportGridEvent', async () => {
    const report = await resident.command<ReportAnswer>(REPORT, 'reportGridEvent', {
      ...{ areaCode: GRID, category: 'SANITATION', kind: 'GENERAL', source: 'RESIDENT', text: TEXT },
      concerns: { personId: findAccount(villageOfficer.account)?.subject },
    });
    const got = [report.state, report.level, report.isRestricted];
    expect('where it goes', got, ['REPORTED', 'TOWNSHIP', true]);
    const text = 'complains of the village officer: it goes to the township';
    return { text, found: { gridEventId: report.id, level: report.level }, answer: report.id };
  });
}

/** What the village officer must not find is there to be found, in each of these ways. */
async function findInTownship(stage: Stage, id: string, before: Traces): Promise<void> {
  const { townshipOfficer } = stage.cast;
  await act(stage, townshipOfficer, {
    ...{ mutation: 'acceptGridEvent', input: 'GridEventStepInput', gridEventId: id },
    ...{ leadsTo: 'ACCEPTED', text: 'accepts it' },
  });
  await stage.teller.step(townshipOfficer.account, 'gridEvents', async () => {
    expect('that it is listed', (await listFor(townshipOfficer)).includes(id), true);
    const { gridEventStatistics: after } = await statisticsFor(townshipOfficer, TOWNSHIP);
    const { total } = before.statistics.gridEventStatistics;
    expect('how many the township counts', after.total, total === null ? null : total + 1);
    await until('it in the feed', feedMs, async () =>
      (await feedFor(townshipOfficer, before.cursor, TOWNSHIP)).includes(id) ? true : null,
    );
    return { text: 'finds it in the list, the statistics and the feed of the township' };
  });
}

async function searchAsConcerned(stage: Stage, id: string, before: Traces): Promise<void> {
  const { teller, cast } = stage;
  const { villageOfficer: officer } = cast;
  await teller.step(officer.account, 'gridEvent', async () => {
    const code = await officer.refusalOf(GRID_EVENT, { id });
    expect('the refusal', code, 'NOT_FOUND');
    return { text: `guesses its id: ${code}, as if there were none`, found: { code } };
  });
  await teller.step(officer.account, 'gridEvents', async () => {
    expect('the list', await listFor(officer), before.listed);
    return { text: `pages through the whole list: the same ${before.listed.length} as before` };
  });
  await teller.step(officer.account, 'gridEventStatistics', async () => {
    expect('the statistics', await statisticsFor(officer), before.statistics);
    return { text: 'counts by state: the same numbers as before' };
  });
  await teller.step(officer.account, 'gridEventFeed', async () => {
    const told = await feedFor(officer, before.cursor);
    expect('that the feed tells of it', told.includes(id), false);
    return { text: 'follows the feed: neither the report nor its acceptance is in it' };
  });
  await teller.step(officer.account, 'likelyGridEventDuplicates', async () => {
    type Answer = { likelyGridEventDuplicates: Duplicate[] };
    const variables = { areaCode: GRID, text: TEXT };
    const { likelyGridEventDuplicates: alike } = await officer.ask<Answer>(DUPLICATES, variables);
    expect('what is alike', alike, []);
    return { text: 'asks for what is alike, word by word: nothing' };
  });
}

async function tracesFor(person: Person, areaCode = VILLAGE): Promise<Traces> {
  const { gridEventFeed } = await person.ask<FeedAnswer>(PLACE_OF_NOW, { areaCode });
  const [statistics, listed] = [await statisticsFor(person, areaCode), await listFor(person)];
  return { statistics, listed, cursor: gridEventFeed.endCursor };
}

const statisticsFor = (person: Person, areaCode = VILLAGE): Promise<StatisticsAnswer> =>
  person.ask<StatisticsAnswer>(STATISTICS, { areaCode, ...daysAroundNow() });

/** Every page of what was reported since yesterday. */
async function listFor(person: Person): Promise<string[]> {
  type Answer = {
    gridEvents: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  };
  const filter = { reportedFrom: new Date(`${daysAroundNow().from}T00:00:00Z`).toISOString() };
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const { gridEvents }: Answer = await person.ask<Answer>(EVENTS, { filter, after });
    ids.push(...gridEvents.edges.map(({ node }) => node.id));
    if (!gridEvents.pageInfo.hasNextPage) return ids;
    after = gridEvents.pageInfo.endCursor;
  }
}

/** The ids of the events that the feed tells of after a cursor. */
async function feedFor(person: Person, cursor: string, areaCode = VILLAGE): Promise<string[]> {
  const ids: string[] = [];
  for (let after = cursor; ;) {
    const { gridEventFeed }: FeedAnswer = await person.ask<FeedAnswer>(FEED, { areaCode, after });
    ids.push(...gridEventFeed.changes.map(({ gridEvent }) => gridEvent.id));
    if (!gridEventFeed.hasMore) return ids;
    after = gridEventFeed.endCursor;
  }
}
