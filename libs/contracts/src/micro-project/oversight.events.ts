import { z } from 'zod';
import { defineEvent } from '../event.js';
import { areaCode, day, digest, instant, seed } from '../fields.js';

const checks = { service: 'micro-project', aggregate: 'check' };
const audits = { service: 'micro-project', aggregate: 'special-audit' };
const remarks = { service: 'micro-project', aggregate: 'remark' };
const registers = { service: 'micro-project', aggregate: 'project-register' };

export const CHECK_KINDS = ['TOWNSHIP', 'SELF'] as const;
export const CHECK_RESULTS = ['IN_ORDER', 'TO_MEND', 'SERIOUS'] as const;

export const ProjectChecked = defineEvent(
  checks,
  'ProjectChecked',
  {
    villageCode: areaCode,
    projectId: z.uuid().nullable().describe('Null for the village as a whole.'),
    year: z.int(),
    kind: z.enum(CHECK_KINDS).describe("The township's yearly check (普查) or the village's own (自查)."),
    result: z.enum(CHECK_RESULTS).describe('What was found (检查结果).'),
    at: instant,
  },
  { description: 'A village or project was checked (督查), S0-24, S0-27.' },
);

export const SpecialAuditDrawn = defineEvent(
  audits,
  'SpecialAuditDrawn',
  {
    areaCode,
    year: z.int(),
    seed,
    populationCount: z.int().nonnegative(),
    populationDigest: digest,
    projectIds: z.array(z.uuid()).max(500).describe('What was drawn, in the order of the draw.'),
    at: instant,
  },
  { description: 'Projects to be audited were drawn at random, reproducibly (专项审计抽样), S0-25.' },
);
export const SpecialAuditReported = defineEvent(
  audits,
  'SpecialAuditReported',
  {
    areaCode,
    year: z.int(),
    villageCodes: z.array(areaCode).min(1).max(500).describe('The villages that it covered.'),
    documentId: z.uuid(),
    reportedOn: day,
    at: instant,
  },
  { description: 'The special audit was carried out and published (专项审计报告), S0-25.' },
);

export const RemarkMade = defineEvent(
  remarks,
  'RemarkMade',
  {
    villageCode: areaCode,
    projectId: z.uuid(),
    isOfSupervisionCommittee: z.boolean().describe('Of the village supervision committee (村务监督委员会).'),
    at: instant,
  },
  { description: 'A resident or the supervision committee remarked on a project (监督意见), S0-24, S0-27.' },
);
export const RemarkAnswered = defineEvent(
  remarks,
  'RemarkAnswered',
  { villageCode: areaCode, projectId: z.uuid(), at: instant },
  { description: 'The remark was answered (监督意见答复).' },
);

/** What the register of projects is taken out for. */
export const PROJECT_REGISTER_PURPOSES = [
  'SUPERVISION',
  'REPORTING',
  'ASSESSMENT',
  'AUDIT',
  'ARCHIVE',
] as const;

export const ProjectRegisterExported = defineEvent(
  registers,
  'ProjectRegisterExported',
  {
    ...{ areaCode, from: day, to: day },
    purpose: z.enum(PROJECT_REGISTER_PURPOSES).optional().describe('What for (用途).'),
    rowCount: z.int().nonnegative(),
    isContinuation: z.boolean().optional().describe('It goes on behind an earlier part.'),
    at: instant,
  },
  { description: 'The register and the table of money were taken out as a file (台账导出).' },
);
