import {
  COLLECTIVE_MATTERS,
  DECISION_BANDS,
  LEAD_BODIES,
  PROJECT_KINDS,
  PROJECT_STATES,
  QUOTA_CLASSES,
  SKIPPABLE_STEPS,
} from '@lianxin/contracts';
import { registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import { SPLITTING_FINDINGS } from './entity/project.row.js';
import { PROJECT_STAGES } from './project.transitions.js';

export const ProjectKindEnum = enumOf(PROJECT_KINDS);
registerEnumType(ProjectKindEnum, {
  name: 'MicroProjectKind',
  description: 'The four kinds of small public works (微小事类别), S0-02.',
  valuesMap: {
    CONVENIENCE: { description: 'For the convenience of residents (便民利民).' },
    CIVILISATION: { description: 'For civilised customs (文明实践).' },
    PUBLIC_FACILITY: { description: 'A public facility (公共设施).' },
    SAFETY: { description: 'For safety (安全维护).' },
  },
});

export const QuotaClassEnum = enumOf(QUOTA_CLASSES);
registerEnumType(QuotaClassEnum, {
  name: 'QuotaClass',
  description: 'The two parts of a yearly quota (“1+N”), S0-04, S0-05.',
  valuesMap: {
    LARGER: { description: 'The larger item of the year (“1”).' },
    SMALL: { description: 'The small items (“N”).' },
  },
});

export const LeadBodyEnum = enumOf(LEAD_BODIES);
registerEnumType(LeadBodyEnum, {
  name: 'LeadBody',
  description: 'Who carries a project out (实施主体), S0-07.',
  valuesMap: {
    VILLAGE: { description: 'The village (村、社区).' },
    TOWNSHIP: {
      description: 'The township, for what is large, specialised or of several villages (乡镇、街道).',
    },
  },
});

export const CollectiveMatterEnum = enumOf(COLLECTIVE_MATTERS);
registerEnumType(CollectiveMatterEnum, {
  name: 'CollectiveMatter',
  description: 'What makes a project the villagers’ own matter (集体事项).',
  valuesMap: {
    COLLECTIVE_MONEY: { description: 'It uses collective money (使用集体资金).' },
    MONEY_OR_LABOUR_RAISED: { description: 'It raises money or labour from villagers (筹资筹劳).' },
    CONTRACT_LET: { description: 'It lets a contract of the collective (集体发包).' },
    COLLECTIVE_PROPERTY: { description: 'It touches collective property (涉及集体资产).' },
  },
});

export const DecisionBandEnum = enumOf(DECISION_BANDS);
registerEnumType(DecisionBandEnum, {
  name: 'DecisionBand',
  description: 'Whose decision an amount is (决定权限), S0-11…14.',
  valuesMap: {
    VILLAGE_DECIDES: { description: 'The village decides (村级决定).' },
    VILLAGE_DECIDES_AND_FILES: {
      description: 'The village decides and files with the township (村级决定并报镇备案).',
    },
    TOWNSHIP_REVIEWS: { description: "The township's Party committee reviews and decides (镇党委审核)." },
    TOWNSHIP_DECIDES_AND_FILES: {
      description: "The township's Party committee decides and files with the county (镇党委决定并报区备案).",
    },
  },
});

export const ProjectStateEnum = enumOf(PROJECT_STATES);
registerEnumType(ProjectStateEnum, {
  name: 'MicroProjectState',
  description: 'Where a project stands (项目状态).',
  valuesMap: {
    PROPOSED: { description: 'Proposed, not yet submitted (草拟).' },
    SUBMITTED: { description: 'Submitted: its review runs (待审定).' },
    RETURNED: { description: 'Given back for revision (退回修改).' },
    DECIDED: { description: 'Decided by its body (已确定).' },
    REJECTED: { description: 'Decided against (不予立项).' },
    ON_NOTICE: { description: 'Posted for objections (公示中).' },
    CLEARED: { description: 'The notice is over and no objection is open (公示期满).' },
    IN_PROGRESS: { description: 'Being carried out (实施中).' },
    STOPPED: { description: 'Stopped (停工).' },
    COMPLETED: { description: 'The work is done, not yet inspected (完工待验收).' },
    ACCEPTED: { description: 'Inspected and accepted (已验收).' },
    EVALUATED: { description: 'Residents were asked (已评价).' },
    AUDITED: { description: 'Audit and final account are published (已审计决算).' },
    CLOSED: { description: 'Closed with a complete archive (已结项).' },
    ABANDONED: { description: 'Given up (已终止).' },
  },
});

export const ProjectStageEnum = enumOf(PROJECT_STAGES);
registerEnumType(ProjectStageEnum, {
  name: 'MicroProjectStage',
  description: 'The stage that its state belongs to (阶段), S0-17.',
  valuesMap: {
    COLLECTION: { description: 'Collected and proposed (征集).' },
    DETERMINATION: { description: 'Being determined, with its notice (确定).' },
    IMPLEMENTATION: { description: 'Being carried out (实施).' },
    COMPLETION: { description: 'Accepted, evaluated, audited (结项).' },
    ENDED: { description: 'Closed, rejected or given up (终结).' },
  },
});

export const SplittingFindingEnum = enumOf(SPLITTING_FINDINGS);
registerEnumType(SplittingFindingEnum, {
  name: 'SplittingFinding',
  description: 'Whether it was split from others to stay below a band (拆分认定).',
  valuesMap: {
    NONE: { description: 'Nothing is suspected (无疑点).' },
    SUSPECTED: { description: 'Suspected, the township has to judge (疑似拆分).' },
    NOT_SPLIT: { description: 'Found not to be split (认定未拆分).' },
    SPLIT: { description: 'Found to be split: decided by the amount of all (认定拆分).' },
  },
});

export const SkippableStepEnum = enumOf(SKIPPABLE_STEPS);
registerEnumType(SkippableStepEnum, {
  name: 'SkippableStep',
  description: 'What an emergency may skip (可先行的环节), S0-21.',
  valuesMap: {
    COLLECTION: { description: 'Collecting needs (征集).' },
    CONSULTATION: { description: 'Consultation (商议).' },
    DESIGN: { description: 'Design (设计).' },
  },
});
