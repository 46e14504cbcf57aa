import { randomUUID } from 'node:crypto';
import { shanghaiDay } from '@lianxin/policy';
import { DEPARTMENTS, REVEAL, step } from './documents.js';
import { Live } from './live.js';
import type { Person } from './person.js';
import { COUNTY } from './plot.js';
import type { Plot } from './plot.js';
import { WORDS } from './report.chapter.js';
import { expect, StoryError } from './storyteller.js';
import { takeStep } from './take-step.js';

const DEPARTMENT = 'housing-construction';

/** The township takes it on and hands it to the department. */
export async function dispatch(plot: Plot): Promise<void> {
  const { townshipOfficer } = plot.cast;
  await takeStep(plot, townshipOfficer, {
    mutation: 'acceptGridEvent',
    input: 'GridEventStepInput',
    leadsTo: 'ACCEPTED',
    text: 'accepts it',
  });
  const department = await departmentOf(townshipOfficer);
  const dispatched = await takeStep(plot, townshipOfficer, {
    mutation: 'dispatchGridEvent',
    input: 'DispatchGridEventInput',
    arguments: { departmentId: department.id, dueAt: plot.dueAt.toISOString(), note: '请住建部门现场处置。' },
    leadsTo: 'DISPATCHED',
    seenAs: 'GridEventDispatched',
    text: `dispatches it to ${department.name}, due ${shanghaiDay(plot.dueAt)}`,
  });
  expect('the department', dispatched.department?.code, DEPARTMENT);
  expect('the deadline', new Date(dispatched.dueAt), plot.dueAt);
}

/** The department starts, reads what was written, and reports done. */
export async function handle(plot: Plot): Promise<void> {
  const { departmentOfficer } = plot.cast;
  await takeStep(plot, departmentOfficer, {
    mutation: 'startGridEvent',
    input: 'GridEventStepInput',
    leadsTo: 'UNDER_WAY',
    seenAs: 'GridEventStarted',
    text: 'starts work',
  });
  await readWords(plot, departmentOfficer);
  await resumeSubscription(plot);
  await takeStep(plot, departmentOfficer, {
    mutation: 'reportGridEventDone',
    input: 'GridEventNoteInput',
    arguments: { note: '已清除松动瓷砖并设置围挡，现场隐患消除。' },
    leadsTo: 'REPORTED_DONE',
    seenAs: 'GridEventReportedDone',
    text: 'reports it done',
  });
  await tryToVerifyOwnWork(plot, departmentOfficer);
}

async function departmentOf(person: Person): Promise<{ id: string; name: string }> {
  type Answer = { departments: { id: string; code: string; name: string }[] };
  const { departments } = await person.ask<Answer>(DEPARTMENTS, { areaCode: COUNTY });
  const found = departments.find(({ code }) => code === DEPARTMENT);
  if (!found)
    throw new StoryError(`expected the department ${DEPARTMENT}, got ${JSON.stringify(departments)}`);
  return found;
}

async function readWords(plot: Plot, person: Person): Promise<void> {
  await plot.teller.step(person.account, 'revealPersonalData', async () => {
    const input = { requestId: randomUUID(), gridEventId: plot.eventId, purpose: 'HANDLING' };
    type Answer = { revealPersonalData: { field: string; words: string | null }[] };
    const { revealPersonalData: words } = await person.ask<Answer>(REVEAL, { input });
    for (const field of ['text', 'place'] as const) {
      expect(`the ${field}`, words.find((each) => each.field === field)?.words, WORDS[field]);
    }
    return {
      text: 'reads, on record, what the grid worker wrote',
      found: { fields: words.map(({ field }) => field) },
    };
  });
}

/** A second subscription goes on from a cursor of the first, over the other transport. */
async function resumeSubscription(plot: Plot): Promise<void> {
  const { departmentOfficer } = plot.cast;
  await plot.teller.step(departmentOfficer.account, 'gridEventChanged', async () => {
    const dispatched = await plot.live?.arrivalOf(plot.eventId, 'GridEventDispatched');
    if (!dispatched) throw new StoryError('expected a subscription, got none');
    plot.resumed = Live.overEventStream(departmentOfficer, COUNTY, dispatched.cursor);
    await plot.resumed.arrivalOf(plot.eventId, 'GridEventStarted');
    return { text: 'goes on from the cursor of the dispatch over server-sent events, and is told the start' };
  });
}

async function tryToVerifyOwnWork(plot: Plot, person: Person): Promise<void> {
  await plot.teller.step(person.account, 'verifyGridEvent', async () => {
    const input = { requestId: randomUUID(), gridEventId: plot.eventId, note: '自行核查。' };
    const code = await person.refusalOf(step('verifyGridEvent', 'GridEventNoteInput'), { input });
    expect('the refusal', ['FORBIDDEN', 'HANDLER_CANNOT_VERIFY'].includes(code), true);
    return { text: `tries to verify its own work: ${code}`, found: { code } };
  });
}
