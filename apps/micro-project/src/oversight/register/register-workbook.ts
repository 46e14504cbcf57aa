import { shanghaiDay } from '@lianxin/policy';
import { spreadsheetText } from '@lianxin/service-kit';
import writeWorkbook from 'write-excel-file/node';
import type { Cell, CellObject, SheetData } from 'write-excel-file/node';
import { yuanOf } from '../../money/money.js';
import { isLateOn } from '../../projects/entity/project.at-work.js';
import type { Project } from '../../projects/entity/project.entity.js';
import { stageOf } from '../../projects/project.transitions.js';
import {
  BAND_LABELS,
  CLASS_LABELS,
  KIND_LABELS,
  LEAD_BODY_LABELS,
  PURPOSE_LABELS,
  STAGE_LABELS,
  STATE_LABELS,
} from './register.labels.js';
import type { ExportProjectRegisterInput } from './register.model.js';
import type { MoneyRow, RegisterRow } from './register.queries.js';
import type { RegisterPart } from './register.service.js';

interface Column<Row> {
  readonly title: string;
  readonly width: number;
  readonly cell: (row: Row, now: Date) => Cell;
}

const DATE_FORMAT = 'yyyy-mm-dd hh:mm:ss';
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** A spreadsheet knows no time zones: what it shows is the clock of Asia/Shanghai. */
const time = (at: Date | null): Cell =>
  at && { value: new Date(at.getTime() + SHANGHAI_OFFSET_MS), type: Date, format: DATE_FORMAT };
const text = (value: string | null): Cell =>
  value === null ? null : { value: spreadsheetText(value), type: String, format: '@' };
const count = (value: number | null): Cell => (value === null ? null : { value, type: Number });
const money = (fen: number | null): Cell =>
  fen === null ? null : { value: Number(yuanOf(fen)), type: Number, format: '0.00' };
const yesNo = (is: boolean): Cell => text(is ? '是' : '否');
const heading = (title: string): CellObject => ({ value: title, type: String, fontWeight: 'bold' });

type ProjectColumn = Column<RegisterRow>;
const named = (title: string, width: number, of: (project: Project) => string | null): ProjectColumn => ({
  ...{ title, width },
  cell: ({ project }) => text(of(project)),
});
const timed = (title: string, of: (project: Project) => Date | null): ProjectColumn => ({
  ...{ title, width: 20 },
  cell: ({ project }) => time(of(project)),
});
const paid = (title: string, of: (project: Project) => number | null): ProjectColumn => ({
  ...{ title, width: 14 },
  cell: ({ project }) => money(of(project)),
});

/** Nobody is named: neither who asked for a project, nor who decided on it, nor who carried it out. */
const REGISTER: readonly ProjectColumn[] = [
  named('项目标识', 38, ({ id }) => id),
  named('村（社区）代码', 16, ({ villageCode }) => villageCode),
  { title: '村（社区）', width: 24, cell: ({ villageName }) => text(villageName) },
  named('网格', 8, ({ gridNumber }) => gridNumber),
  named('项目名称', 30, ({ title }) => title),
  named('类别', 12, ({ kind }) => KIND_LABELS[kind]),
  named('额度类别', 10, ({ quotaClass }) => CLASS_LABELS[quotaClass]),
  named('实施主体', 14, ({ leadBody }) => LEAD_BODY_LABELS[leadBody]),
  named('决定权限', 20, ({ band }) => band && BAND_LABELS[band]),
  named('阶段', 10, ({ state }) => STAGE_LABELS[stageOf(state)]),
  named('状态', 12, ({ state }) => STATE_LABELS[state]),
  named('时限', 12, ({ dueOn }) => dueOn),
  { title: '额度年度', width: 10, cell: ({ project }) => count(project.envelopeYear) },
  paid('预算（元）', ({ budgetFen }) => budgetFen),
  paid('承诺金额（元）', ({ committedFen }) => committedFen),
  paid('已支付（元）', ({ paidFen }) => paidFen),
  paid('质保金（元）', ({ retainedFen }) => retainedFen),
  paid('决算（元）', ({ finalFen }) => finalFen),
  timed('立项时间', ({ proposedAt }) => proposedAt),
  timed('提交时间', ({ submittedAt }) => submittedAt),
  timed('确定时间', ({ decidedAt }) => decidedAt),
  timed('备案时间', ({ filedAt }) => filedAt),
  timed('公示时间', ({ noticePostedAt }) => noticePostedAt),
  timed('开工时间', ({ startedAt }) => startedAt),
  timed('完工时间', ({ completedAt }) => completedAt),
  timed('验收时间', ({ acceptedAt }) => acceptedAt),
  timed('评价时间', ({ evaluatedAt }) => evaluatedAt),
  timed('审计公开时间', ({ auditedAt }) => auditedAt),
  timed('终结时间', ({ endedAt }) => endedAt),
  { title: '应急性事项', width: 12, cell: ({ project }) => yesNo(project.isEmergency) },
  { title: '审核超期', width: 10, cell: ({ project }, now) => yesNo(project.isReviewOverdue(now)) },
  { title: '超期未完工', width: 12, cell: ({ project }, now) => yesNo(isLateOn(shanghaiDay(now), project)) },
];

const MONEY: readonly Column<MoneyRow>[] = [
  { title: '村（社区）代码', width: 16, cell: ({ villageCode }) => text(villageCode) },
  { title: '村（社区）', width: 24, cell: ({ villageName }) => text(villageName) },
  { title: '额度类别', width: 10, cell: ({ quotaClass }) => text(CLASS_LABELS[quotaClass]) },
  { title: '项目数', width: 10, cell: ({ projects }) => count(projects) },
  { title: '预算（元）', width: 14, cell: ({ budgetFen }) => money(budgetFen) },
  { title: '承诺金额（元）', width: 14, cell: ({ committedFen }) => money(committedFen) },
  { title: '已支付（元）', width: 14, cell: ({ paidFen }) => money(paidFen) },
  { title: '质保金（元）', width: 14, cell: ({ retainedFen }) => money(retainedFen) },
  { title: '决算（元）', width: 14, cell: ({ finalFen }) => money(finalFen) },
];

/** A part of the register, the money of all of it by village and class, and a sheet that says what it was taken out for. */
export function writeRegister(part: RegisterPart, input: ExportProjectRegisterInput): Promise<Buffer> {
  return writeWorkbook([
    sheetOf('微小事台账', REGISTER, part.rows, part.at),
    sheetOf('资金表', MONEY, part.money, part.at),
    { sheet: '说明', data: about(part, input), columns: [{ width: 16 }, { width: 60 }] },
  ]).toBuffer();
}

function sheetOf<Row>(sheet: string, columns: readonly Column<Row>[], rows: readonly Row[], now: Date) {
  const data: SheetData = [
    columns.map(({ title }) => heading(title)),
    ...rows.map((row) => columns.map(({ cell }) => cell(row, now))),
  ];
  return { sheet, data, columns: columns.map(({ width }) => ({ width })), stickyRowsCount: 1 };
}

function about({ exportId, rows, at }: RegisterPart, input: ExportProjectRegisterInput): SheetData {
  const lines: [string, Cell][] = [
    ['区划代码', text(input.areaCode)],
    ['立项起始日（含）', text(input.from)],
    ['立项截止日（不含）', text(input.to)],
    ['用途', text(PURPOSE_LABELS[input.purpose])],
    ['含个人信息', yesNo(false)],
    ['行数', count(rows.length)],
    ['导出时间', time(at)],
    ['导出编号', text(exportId)],
    ['时区', text('Asia/Shanghai')],
  ];
  return lines.map(([title, cell]) => [heading(title), cell]);
}
