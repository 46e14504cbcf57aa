import { stringify } from 'csv-stringify/sync';
import { OPEN_STATES } from '../grid-events/grid-event.transitions.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';
import type { OutsideAnswer } from './outside-answers.queries.js';

/** What came of a matter, in words that do not change when the life of events gains a state. */
export const RESULT_CODES: Readonly<Record<GridEventState, string>> = {
  REPORTED: 'RECEIVED',
  ACCEPTED: 'IN_HAND',
  DISPATCHED: 'IN_HAND',
  UNDER_WAY: 'IN_HAND',
  REPORTED_DONE: 'IN_HAND',
  VERIFIED: 'SETTLED',
  RESULT_NOTIFIED: 'SETTLED',
  FOLLOWED_UP: 'SETTLED',
  CLOSED: 'SETTLED',
  SETTLED_ON_THE_SPOT: 'SETTLED',
  REFUSED: 'NOT_ACCEPTED',
  REFUSAL_APPEALED: 'NOT_ACCEPTED',
  MERGED: 'JOINED_TO_ANOTHER',
  HANDED_OVER: 'HANDED_OVER',
  PROCEDURE_TOLD: 'PROCEDURE_TOLD',
  STOOD_DOWN: 'STOOD_DOWN',
};

const HEADERS = [
  '外部编号',
  '状态',
  '结果代码',
  '收到时间',
  '来源系统时限',
  '办理时限',
  '受理时间',
  '办结时间',
  '反馈时间',
  '回访时间',
  '是否按时',
];

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** RFC 3339 with the offset of Asia/Shanghai; empty for what has not happened. */
const localTime = (at: Date | null): string =>
  at === null ? '' : new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().replace('Z', '+08:00');

/** Yes, no, or nothing as long as it can still be on time. */
function onTime(answer: OutsideAnswer, now: Date): string {
  const finishedAt = answer.reportedDoneAt ?? answer.resolvedAt ?? answer.closedAt;
  if (finishedAt !== null) return finishedAt <= answer.dueAt ? '是' : '否';
  return OPEN_STATES.includes(answer.state) && now > answer.dueAt ? '否' : '';
}

const rowOf = (answer: OutsideAnswer, now: Date): string[] => [
  answer.number,
  answer.state,
  RESULT_CODES[answer.state],
  localTime(answer.receivedAt),
  localTime(answer.outsideDueAt),
  localTime(answer.dueAt),
  localTime(answer.acceptedAt),
  localTime(answer.reportedDoneAt ?? answer.resolvedAt),
  localTime(answer.notifiedAt),
  localTime(answer.followedUpAt),
  onTime(answer, now),
];

/** CSV as RFC 4180 has it, in UTF-8 with a byte order mark; a cell that a spreadsheet would calculate is disarmed. */
export const fileOf = (answers: readonly OutsideAnswer[], now: Date): string =>
  stringify([HEADERS, ...answers.map((answer) => rowOf(answer, now))], {
    bom: true,
    record_delimiter: '\r\n',
    escape_formulas: true,
  });
