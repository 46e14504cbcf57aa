import { HISTORY, MY_DISCLOSURES, MY_NOTIFICATIONS } from './documents.js';
import type { HistoryAnswer } from './documents.js';
import type { Plot } from './plot.js';
import { expect, StoryError } from './storyteller.js';
import { takeStep } from './take-step.js';

/** The life of the event, by which post. */
const LIFE = [
  ['GridEventReported', 'GRID_WORKER', 'REPORTED'],
  ['GridEventAccepted', 'TOWNSHIP_OFFICER', 'ACCEPTED'],
  ['GridEventDispatched', 'TOWNSHIP_OFFICER', 'DISPATCHED'],
  ['GridEventStarted', 'DEPARTMENT_OFFICER', 'UNDER_WAY'],
  ['GridEventReportedDone', 'DEPARTMENT_OFFICER', 'REPORTED_DONE'],
  ['GridEventVerified', 'GRID_WORKER', 'VERIFIED'],
  ['GridEventResultNotified', 'TOWNSHIP_OFFICER', 'RESULT_NOTIFIED'],
  ['GridEventFollowedUp', 'COUNTY_COMMAND', 'FOLLOWED_UP'],
  ['GridEventClosed', 'COUNTY_COMMAND', 'CLOSED'],
] as const;
const TRANSITIONS = LIFE.map(([transition]) => transition);
/** The department sees an event once it is dispatched to it; a late look may show what came before, too. */
const SEEN_FROM = TRANSITIONS.indexOf('GridEventDispatched');

/** Somebody other than the handler verifies, and the reporter is told. */
export async function verifyAndNotify(plot: Plot): Promise<void> {
  const { gridWorker, townshipOfficer } = plot.cast;
  await takeStep(plot, gridWorker, {
    mutation: 'verifyGridEvent',
    input: 'GridEventNoteInput',
    arguments: { note: '现场查看，隐患已消除。' },
    leadsTo: 'VERIFIED',
    seenAs: 'GridEventVerified',
    text: 'verifies it on the spot',
  });
  await takeStep(plot, townshipOfficer, {
    mutation: 'notifyGridEventResult',
    input: 'GridEventNoteInput',
    arguments: { note: '您上报的外墙隐患已处置完毕，感谢。' },
    leadsTo: 'RESULT_NOTIFIED',
    seenAs: 'GridEventResultNotified',
    text: 'notifies the result',
  });
  await findNotification(plot);
  await findDisclosure(plot);
}

/** The county asks how it was, and closes. */
export async function followUpAndClose(plot: Plot): Promise<void> {
  const { countyCommand } = plot.cast;
  await takeStep(plot, countyCommand, {
    mutation: 'followUpGridEvent',
    input: 'FollowUpGridEventInput',
    arguments: { isReached: true, isSolved: true, isSatisfied: true },
    leadsTo: 'FOLLOWED_UP',
    seenAs: 'GridEventFollowedUp',
    text: 'follows up: reached, solved, satisfied',
  });
  await takeStep(plot, countyCommand, {
    mutation: 'closeGridEvent',
    input: 'GridEventStepInput',
    leadsTo: 'CLOSED',
    seenAs: 'GridEventClosed',
    text: 'closes it',
  });
}

/** What the department was told live is the event's life, in order, nothing missing and nothing twice. */
export async function compareSubscriptions(plot: Plot): Promise<void> {
  const { teller, cast, live, resumed, eventId } = plot;
  await teller.step(cast.departmentOfficer.account, 'gridEventChanged', async () => {
    if (!live || !resumed) throw new StoryError('expected two subscriptions, got fewer');
    await resumed.arrivalOf(eventId, 'GridEventClosed');
    const seen = live.changesOf(eventId);
    const from = Math.min(TRANSITIONS.length - seen.length, SEEN_FROM);
    expect(
      'the changes seen live',
      seen.map(({ transition }) => transition),
      TRANSITIONS.slice(from),
    );
    const dispatched = seen.findIndex(({ transition }) => transition === 'GridEventDispatched');
    expect('the changes seen after resuming', resumed.changesOf(eventId), seen.slice(dispatched + 1));
    return {
      text: `saw ${seen.length} steps live and ${seen.length - dispatched - 1} after resuming: in order, none lost, none twice`,
      found: { live: seen, resumed: resumed.changesOf(eventId) },
    };
  });
}

export async function readHistory(plot: Plot): Promise<void> {
  const { countyCommand } = plot.cast;
  await plot.teller.step(countyCommand.account, 'GridEvent.history', async () => {
    const { gridEvent } = await countyCommand.ask<HistoryAnswer>(HISTORY, { id: plot.eventId });
    const { history } = gridEvent;
    const told = history.map(({ transition, role, toState }) => [transition, role, toState]);
    expect('the history', told, LIFE);
    expect(
      'the sequence',
      history.map(({ sequence }) => sequence),
      LIFE.map((_, index) => index + 1),
    );
    expect('different hashes', new Set(history.map(({ hash }) => hash)).size, LIFE.length);
    return { text: `reads the whole life by post: ${rolesOf(history)}`, found: { history } };
  });
}

async function findNotification(plot: Plot): Promise<void> {
  const { gridWorker } = plot.cast;
  await plot.teller.step(gridWorker.account, 'myNotifications', async () => {
    type Answer = {
      myNotifications: { edges: { node: { kind: string; gridEvent: { id: string } | null } }[] };
    };
    const { myNotifications } = await gridWorker.ask<Answer>(MY_NOTIFICATIONS);
    const mine = myNotifications.edges.filter(({ node }) => node.gridEvent?.id === plot.eventId);
    expect(
      'the notifications of the event',
      mine.map(({ node }) => node.kind),
      ['RESULT'],
    );
    return { text: 'finds the result among the notifications, once' };
  });
}

async function findDisclosure(plot: Plot): Promise<void> {
  const { gridWorker } = plot.cast;
  await plot.teller.step(gridWorker.account, 'myDisclosures', async () => {
    type Look = { gridEventId: string; role: string; purpose: string };
    type Answer = { myDisclosures: { edges: { node: Look }[] } };
    const { myDisclosures } = await gridWorker.ask<Answer>(MY_DISCLOSURES);
    const looks = myDisclosures.edges
      .map(({ node }) => node)
      .filter((look) => look.gridEventId === plot.eventId);
    expect(
      'the looks at the words',
      looks.map(({ role, purpose }) => [role, purpose]),
      [['DEPARTMENT_OFFICER', 'HANDLING']],
    );
    return { text: 'finds who looked at the words: DEPARTMENT_OFFICER, HANDLING', found: { looks } };
  });
}

/** GRID_WORKER ×2 stands for two steps in a row. */
function rolesOf(history: readonly { role: string }[]): string {
  const runs: { role: string; count: number }[] = [];
  for (const { role } of history) {
    const last = runs.at(-1);
    if (last?.role === role) last.count += 1;
    else runs.push({ role, count: 1 });
  }
  return runs.map(({ role, count }) => (count > 1 ? `${role} ×${count}` : role)).join(', ');
}
