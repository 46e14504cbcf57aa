import type { DecisionBand } from '../../decisions/decision-band.js';
import type { QuotaClass } from '../../envelopes/envelope.entity.js';
import type { LeadBody, ProjectKind } from '../../projects/entity/project.row.js';
import type { ProjectStage, ProjectState } from '../../projects/project.transitions.js';
import type { RegisterPurpose } from './register.model.js';

/** What the register calls things: its readers are offices, not programs. */
export const KIND_LABELS: Readonly<Record<ProjectKind, string>> = {
  CONVENIENCE: '便民利民',
  CIVILISATION: '文明实践',
  PUBLIC_FACILITY: '公共设施',
  SAFETY: '安全维护',
};

export const LEAD_BODY_LABELS: Readonly<Record<LeadBody, string>> = {
  VILLAGE: '村（社区）',
  TOWNSHIP: '乡镇（街道）',
};

export const CLASS_LABELS: Readonly<Record<QuotaClass, string>> = { LARGER: '1', SMALL: 'N' };

export const BAND_LABELS: Readonly<Record<DecisionBand, string>> = {
  VILLAGE_DECIDES: '村级决定',
  VILLAGE_DECIDES_AND_FILES: '村级决定并报镇备案',
  TOWNSHIP_REVIEWS: '镇党委审核',
  TOWNSHIP_DECIDES_AND_FILES: '镇党委决定并报区备案',
};

export const STATE_LABELS: Readonly<Record<ProjectState, string>> = {
  PROPOSED: '草拟',
  SUBMITTED: '待审定',
  RETURNED: '退回修改',
  DECIDED: '已确定',
  REJECTED: '不予立项',
  ON_NOTICE: '公示中',
  CLEARED: '公示期满',
  IN_PROGRESS: '实施中',
  STOPPED: '停工',
  COMPLETED: '完工待验收',
  ACCEPTED: '已验收',
  EVALUATED: '已评价',
  AUDITED: '已审计决算',
  CLOSED: '已结项',
  ABANDONED: '已终止',
};

export const STAGE_LABELS: Readonly<Record<ProjectStage, string>> = {
  COLLECTION: '征集',
  DETERMINATION: '确定',
  IMPLEMENTATION: '实施',
  COMPLETION: '结项',
  ENDED: '终结',
};

export const PURPOSE_LABELS: Readonly<Record<RegisterPurpose, string>> = {
  SUPERVISION: '督办',
  REPORTING: '上报',
  ASSESSMENT: '考核',
  AUDIT: '审计',
  ARCHIVE: '归档',
};
