import { randomUUID } from 'node:crypto';
import { GRID_EVENT } from '../documents.js';
import { GRID } from '../plot.js';
import { expect } from '../storyteller.js';
import { tell } from '../telling.js';
import { ANSWER_BY_SLIP, OPEN_SLIP, REPORT } from './documents.js';
import type { OpenedSlip, ReportAnswer } from './documents.js';
import { act } from './scene.js';
import type { Stage } from './scene.js';

const RESULT = '门前路灯已更换，当晚恢复照明。';

/** What the volunteer types from the paper; made up. */
const PAPER = {
  text: '门前路灯坏了半个月，晚上出门看不清台阶，怕摔跤。',
  place: '老供销社后巷',
  subject: { name: '王奶奶（演示）', contact: '老供销社后巷，当面告知' },
};

/** An old woman without a telephone reports on paper, and has every right that she would have with one (S3-13). */
export async function playPaperReport(stage: Stage): Promise<void> {
  const { id, slip } = await keyIn(stage);
  await tryToOpen(stage, id);
  await handleInGrid(stage, id);
  await askBySlip(stage, slip);
  await answerBySlip(stage, slip);
}

function keyIn(stage: Stage): Promise<ReportAnswer> {
  const { volunteer } = stage.cast;
  return tell(stage, volunteer, 'reportGridEvent', async () => {
    const answer = await volunteer.command<ReportAnswer>(REPORT, 'reportGridEvent', {
      ...{ areaCode: GRID, category: 'CONVENIENCE_SERVICE', kind: 'GENERAL', source: 'RESIDENT' },
      ...{ channel: 'PAPER', answerBy: 'SLIP' },
      ...PAPER,
    });
    expect('the state', answer.state, 'REPORTED');
    expect('a slip with number and code', [answer.slip.number, answer.slip.queryCode].every(Boolean), true);
    const text = 'keys in what an elderly resident wrote on paper; number and query code go on her slip';
    return { text, found: { gridEventId: answer.id, number: answer.slip.number }, answer };
  });
}

async function tryToOpen(stage: Stage, id: string): Promise<void> {
  const { volunteer } = stage.cast;
  await stage.teller.step(volunteer.account, 'gridEvent', async () => {
    const code = await volunteer.refusalOf(GRID_EVENT, { id });
    expect('the refusal', code, 'NOT_FOUND');
    return { text: `cannot open it afterwards, it is hers: ${code}`, found: { code } };
  });
}

async function handleInGrid(stage: Stage, gridEventId: string): Promise<void> {
  const { villageOfficer, gridWorker } = stage.cast;
  const note = (words: string) => ({ input: 'GridEventNoteInput', arguments: { note: words } });
  await act(stage, villageOfficer, {
    ...{ mutation: 'acceptGridEvent', input: 'GridEventStepInput', gridEventId },
    ...{ leadsTo: 'ACCEPTED', text: 'accepts it' },
  });
  await act(stage, villageOfficer, {
    ...{ mutation: 'dispatchGridEvent', input: 'DispatchGridEventInput', gridEventId },
    ...{ arguments: { level: 'GRID' }, leadsTo: 'DISPATCHED', text: 'gives it to the grid' },
  });
  await act(stage, gridWorker, {
    ...{ mutation: 'reportGridEventDone', gridEventId, ...note('已更换灯泡。') },
    ...{ leadsTo: 'REPORTED_DONE', text: 'reports it done' },
  });
  await act(stage, villageOfficer, {
    ...{ mutation: 'verifyGridEvent', gridEventId, ...note('夜间到现场看过，灯亮。') },
    ...{ leadsTo: 'VERIFIED', text: 'verifies it on the spot' },
  });
  await act(stage, villageOfficer, {
    ...{ mutation: 'notifyGridEventResult', gridEventId, ...note(RESULT) },
    ...{ leadsTo: 'RESULT_NOTIFIED', text: 'notifies the result' },
  });
}

async function askBySlip(stage: Stage, slip: ReportAnswer['slip']): Promise<void> {
  const { slipHolder } = stage.cast;
  await stage.teller.step(slipHolder.account, 'openReportSlip', async () => {
    const wrong = { ...slip, queryCode: [...slip.queryCode].reverse().join('') };
    expect(
      'the refusal of a wrong code',
      await slipHolder.refusalOf(OPEN_SLIP, { slip: wrong }),
      'SLIP_UNKNOWN',
    );
    const { openReportSlip } = await slipHolder.ask<OpenedSlip>(OPEN_SLIP, { slip });
    const result = openReportSlip.told.find(({ transition }) => transition === 'GridEventResultNotified');
    expect('the state', openReportSlip.state, 'RESULT_NOTIFIED');
    expect('the result', result?.words, RESULT);
    const text = 'reads the result with number and code, without any account; a wrong code opens nothing';
    return { text, found: { state: openReportSlip.state } };
  });
}

async function answerBySlip(stage: Stage, slip: ReportAnswer['slip']): Promise<void> {
  const { slipHolder } = stage.cast;
  await stage.teller.step(slipHolder.account, 'answerGridEventFollowUpBySlip', async () => {
    type Answer = { answerGridEventFollowUpBySlip: { state: string } };
    const input = { requestId: randomUUID(), slip, isSolved: true, isSatisfied: true };
    const { answerGridEventFollowUpBySlip: standing } = await slipHolder.ask<Answer>(ANSWER_BY_SLIP, {
      input,
    });
    expect('the state', standing.state, 'FOLLOWED_UP');
    return {
      text: 'answers the follow-up with the slip: solved, satisfied',
      found: { state: standing.state },
    };
  });
}
