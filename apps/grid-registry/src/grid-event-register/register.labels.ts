import type { ReportChannel } from '@lianxin/personal-data';
import type { GridEventCategory } from '../departments/department.model.js';
import type { GridEventKind, GridEventSource, HandlingLevel } from '../grid-events/entity/grid-event.row.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';
import type { RegisterPurpose } from './register.inputs.js';

/** What the register calls things: its readers are offices, not programs. */
export const CATEGORY_LABELS: Readonly<Record<GridEventCategory, string>> = {
  PARTY_BUILDING: '基层党建',
  INFORMATION: '信息采报',
  CONVENIENCE_SERVICE: '便民服务',
  DISPUTE: '矛盾化解',
  HAZARD: '隐患排查',
  PUBLIC_SECURITY: '治安防范',
  SANITATION: '卫生管理',
  POPULATION: '人口管理',
  PUBLICITY: '宣传教育',
  OTHER: '其他',
};

export const KIND_LABELS: Readonly<Record<GridEventKind, string>> = {
  GENERAL: '一般性',
  MEDIATION: '调解性',
  EMERGENCY: '突发性',
  APPROVAL: '审批性',
};

export const SOURCE_LABELS: Readonly<Record<GridEventSource, string>> = {
  PATROL: '网格长巡查',
  SUPERIOR: '上级交办',
  COUNTY_HEAD_MAILBOX: '县长信箱',
  LINKAGE_110: '110联动',
  HOTLINE_12345: '12345热线',
  RESIDENT: '群众',
};

export const CHANNEL_LABELS: Readonly<Record<ReportChannel, string>> = {
  APP: '手机应用',
  PHONE: '电话',
  FACE_TO_FACE: '当面',
  PAPER: '纸质',
  LETTER_BOX: '意见箱',
};

export const LEVEL_LABELS: Readonly<Record<HandlingLevel, string>> = {
  GRID: '网格',
  VILLAGE: '村（社区）',
  TOWNSHIP: '乡镇（街道）',
  COUNTY: '县（区）',
};

export const STATE_LABELS: Readonly<Record<GridEventState, string>> = {
  REPORTED: '已上报',
  ACCEPTED: '已受理',
  REFUSED: '不予受理',
  DISPATCHED: '已派件',
  UNDER_WAY: '办理中',
  REPORTED_DONE: '办结待核查',
  VERIFIED: '已核查',
  RESULT_NOTIFIED: '已反馈',
  SETTLED_ON_THE_SPOT: '现场办结',
  FOLLOWED_UP: '已回访',
  CLOSED: '已结案',
  REFUSAL_APPEALED: '申诉中',
  MERGED: '已合并',
  HANDED_OVER: '已移送',
  PROCEDURE_TOLD: '已告知程序',
  STOOD_DOWN: '警情已解除',
};

export const PURPOSE_LABELS: Readonly<Record<RegisterPurpose, string>> = {
  SUPERVISION: '督办',
  REPORTING: '上报',
  ASSESSMENT: '考核',
  AUDIT: '审计',
  FOLLOW_UP: '回访',
  ARCHIVE: '归档',
};
