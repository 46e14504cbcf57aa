import { shanghaiYear } from '@lianxin/policy';
import { INDICATORS } from '../documents.js';
import type { IndicatorsAnswer } from '../documents.js';
import type { Person } from '../person.js';
import { VILLAGE } from '../plot.js';
import { expect } from '../storyteller.js';
import { until } from '../telling.js';
import { PROJECT_RECORDS } from './documents.js';
import type { ProjectRecordsAnswer } from './documents.js';
import type { Stage } from './stage.js';

const followMs = 60_000;

type Counts = Readonly<Record<string, readonly [numerator: number, denominator: number]>>;

/** Two months have begun when the need comes in and four when it is done; nobody else takes part on this platform. */
const MOVED: Counts = {
  DISCUSSED_MONTHLY: [1, 4],
  PLAN_DONE: [1, 1],
  PROCEDURE: [1, 1],
  ACCEPTED_AND_EVALUATED: [1, 1],
  ARCHIVE_COMPLETE: [1, 1],
  PROJECT_SATISFACTION: [11, 12],
};
const STILL: Counts = Object.fromEntries(Object.keys(MOVED).map((part) => [part, [0, 0]]));

/** What counts the project itself, and why. */
const COUNTED = {
  PLAN_DONE: 'PLAN_ITEM_CLOSED',
  PROCEDURE: 'PROCEDURE_RIGHT',
  ACCEPTED_AND_EVALUATED: 'ACCEPTED_AND_EVALUATED',
  ARCHIVE_COMPLETE: 'ARCHIVED_COMPLETE',
  PROJECT_SATISFACTION: 'SURVEYED',
};

export async function readIndicatorsBefore(stage: Stage): Promise<void> {
  const { assessmentOfficer } = stage.cast;
  await stage.teller.step(assessmentOfficer.account, 'Area.indicators', async () => {
    const before = await countsFor(stage, assessmentOfficer);
    expect('the indicators', before, STILL);
    return { text: 'reads M1 to M6 of the village: nothing is counted yet', found: { before } };
  });
}

export async function readIndicatorsAfter(stage: Stage): Promise<void> {
  const { assessmentOfficer } = stage.cast;
  await stage.teller.step(assessmentOfficer.account, 'Area.indicators', async () => {
    let after = await countsFor(stage, assessmentOfficer);
    const isThere = (): boolean => JSON.stringify(after) === JSON.stringify(MOVED);
    await until('the indicators moved', followMs, async () => {
      if (!isThere()) after = await countsFor(stage, assessmentOfficer);
      return isThere() ? true : null;
    }).catch(() => undefined);
    expect('the indicators', after, MOVED);
    const told = Object.entries(after).map(([part, counts]) => `${part} ${counts.join('/')}`);
    return { text: `finds them moved: ${told.join(', ')}`, found: { after } };
  });
  await findRecords(stage);
}

function findRecords(stage: Stage): Promise<void> {
  const { assessmentOfficer } = stage.cast;
  return stage.teller.step(assessmentOfficer.account, 'IndicatorPart.records', async () => {
    const { area } = await assessmentOfficer.ask<ProjectRecordsAnswer>(PROJECT_RECORDS, variablesOf(stage));
    const parts = area.indicators.flatMap((indicator) => indicator.parts);
    const records = Object.keys(COUNTED).map((code) => {
      const [record] = parts.find((part) => part.code === code)?.records.edges ?? [];
      return [code, record?.node.microProject?.id, record?.node.countedBecause];
    });
    const expected = Object.entries(COUNTED).map(([code, why]) => [code, stage.projectId, why]);
    expect('what is behind the figures', records, expected);
    return {
      text: `finds the project behind ${records.length} of them, and why it counts`,
      found: { records },
    };
  });
}

async function countsFor(stage: Stage, person: Person): Promise<Counts> {
  const { area } = await person.ask<IndicatorsAnswer>(INDICATORS, variablesOf(stage));
  const parts = area.indicators.flatMap((indicator) => indicator.parts);
  const countsOf = (code: string) => {
    const part = parts.find((each) => each.code === code);
    return [part?.numerator ?? -1, part?.denominator ?? -1] as const;
  };
  return Object.fromEntries(Object.keys(MOVED).map((code) => [code, countsOf(code)]));
}

const variablesOf = (stage: Stage) => ({ code: VILLAGE, year: shanghaiYear(stage.now) });
