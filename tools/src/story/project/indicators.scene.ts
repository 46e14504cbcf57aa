import { shanghaiYear } from '@lianxin/policy';
import { INDICATORS } from '../documents.js';
import type { IndicatorsAnswer } from '../documents.js';
import type { Person } from '../person.js';
import { VILLAGE } from '../plot.js';
import { expect } from '../storyteller.js';
import { eventually } from '../telling.js';
import { PROJECT_RECORDS } from './documents.js';
import type { ProjectRecordsAnswer } from './documents.js';
import type { Stage } from './stage.js';

const followMs = 60_000;

type Counts = Readonly<Record<string, readonly [numerator: number, denominator: number]>>;

/** Nobody else takes part on this platform. One of the months that have begun had its meeting. */
const movedBy = ({ today }: Stage): Counts => ({
  DISCUSSED_MONTHLY: [1, Number(today.slice(5, 7))],
  PLAN_DONE: [1, 1],
  PROCEDURE: [1, 1],
  ACCEPTED_AND_EVALUATED: [1, 1],
  ARCHIVE_COMPLETE: [1, 1],
  PROJECT_SATISFACTION: [11, 12],
});

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
    const nothing = Object.keys(movedBy(stage)).map((part) => [part, [0, 0]]);
    expect('the indicators', before, Object.fromEntries(nothing));
    return { text: 'reads M1 to M6 of the village: nothing is counted yet', found: { before } };
  });
}

export async function readIndicatorsAfter(stage: Stage): Promise<void> {
  const { assessmentOfficer } = stage.cast;
  await stage.teller.step(assessmentOfficer.account, 'Area.indicators', async () => {
    const after = await eventually(followMs, async () => {
      const counts = await countsFor(stage, assessmentOfficer);
      expect('the indicators', counts, movedBy(stage));
      return counts;
    });
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
  return Object.fromEntries(Object.keys(movedBy(stage)).map((code) => [code, countsOf(code)]));
}

const variablesOf = (stage: Stage) => ({ code: VILLAGE, year: shanghaiYear(stage.now) });
