import { INDICATORS, RECORDS } from './documents.js';
import type { IndicatorsAnswer, RecordAnswer, RecordsAnswer } from './documents.js';
import type { Person } from './person.js';
import { PARTS, VILLAGE } from './plot.js';
import type { Counts, Part, Plot } from './plot.js';
import { expect, StoryError } from './storyteller.js';
import { eventually } from './telling.js';

const catchUpLimitMs = 60_000;
const maximumPages = 1_000;

/** The village's O5 and O6 as they stand before the event. */
export async function readIndicatorsBefore(plot: Plot): Promise<void> {
  const { villageOfficer } = plot.cast;
  await plot.teller.step(villageOfficer.account, 'Area.indicators', async () => {
    const before = await readCounts(villageOfficer, plot);
    plot.before = before;
    return { text: `reads the village's indicators: ${describe(before)}`, found: { before } };
  });
}

/** The same once the assessment has caught up, and one of the records behind it. */
export async function readIndicatorsAfter(plot: Plot): Promise<void> {
  const { teller, cast, eventId, before } = plot;
  const reader = cast.villageOfficer;
  await teller.step(reader.account, 'Area.indicators', async () => {
    const after = await eventually(catchUpLimitMs, async () => {
      const counts = await readCounts(reader, plot);
      for (const part of PARTS) assertMoved(part, before, counts);
      return counts;
    });
    return { text: `finds them moved: ${describe(after)}`, found: { before, after } };
  });
  await teller.step(reader.account, 'IndicatorPart.records', async () => {
    const record = await findRecord(reader, plot.yearOf.ON_TIME, eventId);
    expect('why it counts', record.countedBecause, 'DONE_ON_TIME');
    expect('the village', record.village.code, VILLAGE);
    return { text: `finds the event among the records of O5: ${record.countedBecause}`, found: { record } };
  });
}

async function readCounts(person: Person, { yearOf }: Plot): Promise<Counts> {
  const years = [...new Set(Object.values(yearOf))];
  const answers = await Promise.all(
    years.map((year) => person.ask<IndicatorsAnswer>(INDICATORS, { code: VILLAGE, year })),
  );
  const countsOf = (part: Part) => {
    const indicators = answers[years.indexOf(yearOf[part])]?.area.indicators ?? [];
    const found = indicators.flatMap(({ parts }) => parts).find(({ code }) => code === part);
    if (!found) throw new StoryError(`expected the part ${part}, got ${JSON.stringify(indicators)}`);
    return [found.numerator, found.denominator] as const;
  };
  return {
    ON_TIME: countsOf('ON_TIME'),
    FOLLOWED_UP: countsOf('FOLLOWED_UP'),
    SATISFIED: countsOf('SATISFIED'),
  };
}

/** By one at least: others may report in the same village meanwhile. */
function assertMoved(part: Part, before: Counts | undefined, after: Counts): void {
  const [numerator, denominator] = before?.[part] ?? [0, 0];
  if (after[part][0] > numerator && after[part][1] > denominator) return;
  throw new StoryError(
    `expected ${part} to move up from ${numerator}/${denominator}, got ${after[part].join('/')}`,
  );
}

async function findRecord(person: Person, year: number, gridEventId: string): Promise<RecordAnswer> {
  let after: string | null = null;
  for (let page = 0; page < maximumPages; page += 1) {
    const { area }: RecordsAnswer = await person.ask<RecordsAnswer>(RECORDS, { code: VILLAGE, year, after });
    const part = area.indicators.flatMap(({ parts }) => parts).find(({ code }) => code === 'ON_TIME');
    const found = part?.records.edges.find(({ node }) => node.gridEvent.id === gridEventId);
    if (found) return found.node;
    if (!part?.records.pageInfo.hasNextPage) break;
    after = part.records.pageInfo.endCursor;
  }
  throw new StoryError(`expected ${gridEventId} among the records of ON_TIME, got none`);
}

function describe(counts: Counts): string {
  const [onTime, followedUp, satisfied] = PARTS.map((part) => counts[part].join('/'));
  return `O5 on time ${onTime}; O6 followed up ${followedUp}, satisfied ${satisfied}`;
}
