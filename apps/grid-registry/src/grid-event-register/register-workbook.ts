import { Clock, spreadsheetText } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import writeWorkbook from 'write-excel-file/node';
import type { Cell, CellObject, SheetData } from 'write-excel-file/node';
import type { OpenedWords } from '../disclosures/words-opener.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { OPEN_STATES } from '../grid-events/grid-event.transitions.js';
import { PERSONAL_FIELDS } from './register-disclosures.js';
import type { PersonalField } from './register-disclosures.js';
import type { ExportGridEventRegisterInput } from './register.inputs.js';
import {
  CATEGORY_LABELS,
  CHANNEL_LABELS,
  KIND_LABELS,
  LEVEL_LABELS,
  PURPOSE_LABELS,
  SOURCE_LABELS,
  STATE_LABELS,
} from './register.labels.js';
import type { RegisterPart, RegisterRow } from './register.service.js';

interface Column {
  readonly title: string;
  readonly width: number;
  readonly cell: (row: RegisterRow, now: Date) => Cell;
}

const DATE_FORMAT = 'yyyy-mm-dd hh:mm:ss';
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** A spreadsheet knows no time zones: what it shows is the clock of Asia/Shanghai. */
const time = (at: Date | null): Cell =>
  at && { value: new Date(at.getTime() + SHANGHAI_OFFSET_MS), type: Date, format: DATE_FORMAT };

const text = (value: string | null): Cell =>
  value === null ? null : { value: spreadsheetText(value), type: String, format: '@' };

const count = (value: number): Cell => ({ value, type: Number });

const named = (title: string, width: number, of: (row: RegisterRow) => string | null): Column => ({
  title,
  width,
  cell: (row) => text(of(row)),
});
const timed = (title: string, of: (event: GridEvent) => Date | null): Column => ({
  title,
  width: 20,
  cell: ({ event }) => time(of(event)),
});
const counted = (title: string, of: (event: GridEvent) => number): Column => ({
  title,
  width: 10,
  cell: ({ event }) => count(of(event)),
});

const isOverdue = ({ state, reportedDoneAt, dueAt }: GridEvent, now: Date): boolean =>
  OPEN_STATES.includes(state) && reportedDoneAt === null && dueAt < now;

const COLUMNS: readonly Column[] = [
  named('编号', 16, ({ event }) => event.slipNumber),
  named('事件标识', 38, ({ event }) => event.id),
  named('区划代码', 18, ({ event }) => event.areaCode),
  named('村（社区）', 24, ({ areaName }) => areaName),
  named('网格', 16, ({ gridName }) => gridName),
  named('类别', 12, ({ event }) => CATEGORY_LABELS[event.category]),
  named('类型', 10, ({ event }) => KIND_LABELS[event.kind]),
  named('来源', 12, ({ event }) => SOURCE_LABELS[event.source]),
  named('外部编号', 20, ({ event }) => event.outsideReference),
  named('来件方式', 10, ({ event }) => CHANNEL_LABELS[event.channel]),
  named('办理层级', 14, ({ event }) => LEVEL_LABELS[event.level]),
  named('承办部门', 24, ({ departmentName }) => departmentName),
  named('状态', 12, ({ event }) => STATE_LABELS[event.state]),
  timed('上报时间', ({ reportedAt }) => reportedAt),
  timed('办理时限', ({ dueAt }) => dueAt),
  timed('受理时间', ({ acceptedAt }) => acceptedAt),
  timed('办结时间', ({ reportedDoneAt }) => reportedDoneAt),
  timed('核查时间', ({ resolvedAt }) => resolvedAt),
  timed('反馈时间', ({ notifiedAt }) => notifiedAt),
  timed('回访时间', ({ followedUpAt }) => followedUpAt),
  timed('结案时间', ({ closedAt }) => closedAt),
  { title: '是否超期', width: 10, cell: ({ event }, now) => text(isOverdue(event, now) ? '是' : '否') },
  counted('督办次数', ({ urgeCount }) => urgeCount),
  counted('延期次数', ({ extensionCount }) => extensionCount),
  counted('重新办理次数', ({ reopenCount }) => reopenCount),
];

const PERSONAL_TITLES: Readonly<Record<PersonalField, string>> = {
  subjectName: '上报人姓名',
  subjectContact: '联系方式',
  text: '事件内容',
  place: '事发地点',
};
const PERSONAL_WIDTH = 30;

const heading = (title: string): CellObject => ({ value: title, type: String, fontWeight: 'bold' });

/** A part of the register as a spreadsheet: the events, and a sheet that says what it is and what it was taken out for. */
@Injectable()
export class RegisterWorkbook {
  constructor(private readonly clock: Clock) {}

  write(
    part: RegisterPart,
    input: ExportGridEventRegisterInput,
    words: readonly OpenedWords[],
  ): Promise<Buffer> {
    const personal = input.withPersonalColumns ? PERSONAL_FIELDS : [];
    const columns = [
      ...COLUMNS.map(({ width }) => ({ width })),
      ...personal.map(() => ({ width: PERSONAL_WIDTH })),
    ];
    return writeWorkbook([
      { sheet: '事件台账', data: this.events(part, personal, words), columns, stickyRowsCount: 1 },
      { sheet: '说明', data: about(part, input), columns: [{ width: 16 }, { width: 60 }] },
    ]).toBuffer();
  }

  private events(
    { rows }: RegisterPart,
    personal: readonly PersonalField[],
    words: readonly OpenedWords[],
  ): SheetData {
    const now = this.clock.now();
    const said = new Map(words.map((each) => [`${each.gridEventId} ${each.field}`, each.words]));
    const titles = [...COLUMNS.map(({ title }) => title), ...personal.map((field) => PERSONAL_TITLES[field])];
    return [
      titles.map(heading),
      ...rows.map((row) => [
        ...COLUMNS.map(({ cell }) => cell(row, now)),
        ...personal.map((field) => text(said.get(`${row.event.id} ${field}`) ?? null)),
      ]),
    ];
  }
}

function about({ exportId, rows, at }: RegisterPart, input: ExportGridEventRegisterInput): SheetData {
  const lines: [string, Cell][] = [
    ['区划代码', text(input.areaCode)],
    ['起始日（含）', text(input.from)],
    ['截止日（不含）', text(input.to)],
    ['用途', text(PURPOSE_LABELS[input.purpose])],
    ['含个人信息', text(input.withPersonalColumns ? '是' : '否')],
    ['行数', count(rows.length)],
    ['导出时间', time(at)],
    ['导出编号', text(exportId)],
    ['时区', text('Asia/Shanghai')],
  ];
  return lines.map(([title, cell]) => [heading(title), cell]);
}
