import { DEPARTMENTS } from '../documents.js';
import { COUNTY, GRID } from '../plot.js';
import { expect, StoryError } from '../storyteller.js';
import { tell, until } from '../telling.js';
import { DEFINE_WEBHOOK, DELIVERIES, REMOVE_WEBHOOK, REPORT } from './documents.js';
import type { Delivery, ReportAnswer } from './documents.js';
import { act } from './scene.js';
import type { Stage } from './scene.js';
import { WebhookReceiver } from './webhook-receiver.js';

const DEPARTMENT = 'housing-construction';
/** What the department is shown for certain; a late look may show what came before the dispatch, too. */
const SEEN = [
  'GridEventDispatched',
  'GridEventStarted',
  'GridEventReportedDone',
  'GridEventVerified',
  'GridEventResultNotified',
];
const firstAttemptMs = 20_000;
/** Two retries, after 5 and after 10 seconds more unless the platform was started with others. */
const catchUpMs = 60_000;

interface Hook {
  readonly stage: Stage;
  readonly receiver: WebhookReceiver;
  readonly webhookId: string;
  readonly departmentId: string;
}

/** A department's receiver fails for a while, and misses nothing. */
export async function playWebhook(stage: Stage): Promise<void> {
  const receiver = await WebhookReceiver.start();
  try {
    const hook = { stage, receiver, ...(await define(stage, receiver)) };
    try {
      const id = await handleMeanwhile(hook);
      await fail(hook, id);
      await catchUp(hook, id);
      await readLog(hook, id);
    } finally {
      await remove(hook);
    }
  } finally {
    await receiver.stop();
  }
}

function define(
  stage: Stage,
  receiver: WebhookReceiver,
): Promise<{ webhookId: string; departmentId: string }> {
  const { departmentOfficer: officer } = stage.cast;
  return tell(stage, officer, 'defineWebhook', async () => {
    type Departments = { departments: { id: string; code: string }[] };
    const { departments } = await officer.ask<Departments>(DEPARTMENTS, { areaCode: COUNTY });
    const departmentId = departments.find(({ code }) => code === DEPARTMENT)?.id;
    if (!departmentId) throw new StoryError(`expected the department ${DEPARTMENT}, got none`);
    type Issued = { secret: string | null; webhook: { id: string; status: string } };
    const input = {
      departmentId,
      url: receiver.url,
      areaCode: GRID,
      categories: ['HAZARD'],
      kinds: ['GENERAL'],
    };
    const { secret, webhook } = await officer.command<Issued>(DEFINE_WEBHOOK, 'defineWebhook', input);
    expect('the webhook', [webhook.status, typeof secret], ['ACTIVE', 'string']);
    receiver.verifyWith(secret ?? '');
    const text = 'has changes sent to a receiver of its own, which happens to fail (503)';
    return { text, found: { webhookId: webhook.id }, answer: { webhookId: webhook.id, departmentId } };
  });
}

/** A whole handling while nothing can be delivered. */
async function handleMeanwhile({ stage, departmentId }: Hook): Promise<string> {
  const { gridWorker, townshipOfficer, departmentOfficer } = stage.cast;
  const note = (words: string) => ({ input: 'GridEventNoteInput', arguments: { note: words } });
  const step = { input: 'GridEventStepInput' };
  const gridEventId = await tell(stage, gridWorker, 'reportGridEvent', async () => {
    const answer = await gridWorker.command<ReportAnswer>(REPORT, 'reportGridEvent', {
      ...{ areaCode: GRID, category: 'HAZARD', kind: 'GENERAL', source: 'PATROL', text: '围墙开裂倾斜。' },
    });
    return { text: 'reports a wall that leans', found: { gridEventId: answer.id }, answer: answer.id };
  });
  await act(stage, townshipOfficer, {
    ...{ mutation: 'acceptGridEvent', gridEventId, ...step, leadsTo: 'ACCEPTED', text: 'accepts it' },
  });
  await act(stage, townshipOfficer, {
    ...{ mutation: 'dispatchGridEvent', input: 'DispatchGridEventInput', gridEventId },
    ...{ arguments: { departmentId }, leadsTo: 'DISPATCHED', text: 'dispatches it to the department' },
  });
  await act(stage, departmentOfficer, {
    ...{ mutation: 'startGridEvent', gridEventId, ...step, leadsTo: 'UNDER_WAY', text: 'starts work' },
  });
  await act(stage, departmentOfficer, {
    ...{ mutation: 'reportGridEventDone', gridEventId, ...note('已拆除重砌。') },
    ...{ leadsTo: 'REPORTED_DONE', text: 'reports it done' },
  });
  await act(stage, gridWorker, {
    ...{ mutation: 'verifyGridEvent', gridEventId, ...note('已看，牢固。') },
    ...{ leadsTo: 'VERIFIED', text: 'verifies it on the spot' },
  });
  await act(stage, townshipOfficer, {
    ...{ mutation: 'notifyGridEventResult', gridEventId, ...note('围墙已重砌。') },
    ...{ leadsTo: 'RESULT_NOTIFIED', text: 'notifies the result' },
  });
  return gridEventId;
}

async function fail({ stage, receiver }: Hook, gridEventId: string): Promise<void> {
  await stage.teller.step('receiver', 'webhook', async () => {
    await until('two attempts', firstAttemptMs, () => receiver.failed[1]);
    const [first, ...later] = receiver.failed;
    expect(
      'what is tried while it fails',
      later,
      later.map(() => first),
    );
    expect('what it accepted', receiver.accepted, []);
    const text = `refuses ${receiver.failed.length} attempts: always the same change, nothing later overtakes it`;
    return { text, found: { gridEventId, attempts: receiver.failed.length } };
  });
}

async function catchUp({ stage, receiver }: Hook, gridEventId: string): Promise<void> {
  await stage.teller.step('receiver', 'webhook', async () => {
    receiver.isFailing = false;
    const transitions = () =>
      receiver.accepted
        .filter((each) => each.gridEventId === gridEventId)
        .map(({ transition }) => transition);
    const last = SEEN.at(-1) ?? '';
    await until(`${last} delivered`, catchUpMs, () => transitions().includes(last) || null);
    const got = transitions();
    expect('what it was sent, in order', got.slice(got.indexOf('GridEventDispatched')), SEEN);
    expect('what was sent twice, and what was forged', [receiver.repeated, receiver.forged], [[], 0]);
    expect('the first accepted', receiver.accepted[0]?.id, receiver.failed[0]);
    const text = `works again and catches up: ${got.length} changes in order, all signatures verified, no webhook-id twice`;
    return { text, found: { transitions: got, failed: receiver.failed.length } };
  });
}

/** The proof on the platform's side tells the same. */
async function readLog({ stage, receiver, webhookId }: Hook, gridEventId: string): Promise<void> {
  const { departmentOfficer: officer } = stage.cast;
  await stage.teller.step(officer.account, 'webhook', async () => {
    type Answer = { webhook: { status: string; deliveries: { edges: { node: Delivery }[] } } };
    const log = await until('the log of the last delivery', firstAttemptMs, async () => {
      const { webhook } = await officer.ask<Answer>(DELIVERIES, { id: webhookId });
      const nodes = webhook.deliveries.edges.map(({ node }) => node).reverse();
      const delivered = nodes.filter(({ outcome }) => outcome === 'DELIVERED');
      return delivered.length >= receiver.accepted.length ? nodes : null;
    });
    const delivered = log.filter(({ outcome }) => outcome === 'DELIVERED').map(({ eventId }) => eventId);
    expect(
      'what was delivered',
      delivered,
      receiver.accepted.map(({ id }) => id),
    );
    const refused = log.filter(({ statusCode }) => statusCode === 503);
    expect(
      'what was refused',
      refused.map(({ eventId }) => eventId),
      receiver.failed,
    );
    const text = `finds the same in the delivery log: ${refused.length} refused, ${delivered.length} delivered`;
    return { text, found: { gridEventId, refused: refused.length, delivered: delivered.length } };
  });
}

async function remove({ stage, webhookId }: Hook): Promise<void> {
  const { departmentOfficer: officer } = stage.cast;
  await officer.command(REMOVE_WEBHOOK, 'removeWebhook', { webhookId });
}
