import type { DataSourceSettings } from '@lianxin/service-kit';
import { Envelope } from './envelopes/envelope.entity.js';
import { CreateFoundations1767600000000 } from './migrations/1767600000000-create-foundations.js';
import { CreateProjects1767600100000 } from './migrations/1767600100000-create-projects.js';
import { CreateSlips1767600200000 } from './migrations/1767600200000-create-slips.js';
import { CreateNeeds1767600210000 } from './migrations/1767600210000-create-needs.js';
import { CreateDiscussions1767600220000 } from './migrations/1767600220000-create-discussions.js';
import { CreatePlans1767600230000 } from './migrations/1767600230000-create-plans.js';
import { CreateEnvelopeHistory1767600300000 } from './migrations/1767600300000-create-envelope-history.js';
import { CreateNotices1767600400000 } from './migrations/1767600400000-create-notices.js';
import { CreateObjections1767600410000 } from './migrations/1767600410000-create-objections.js';
import { CreateWorks1767600500000 } from './migrations/1767600500000-create-works.js';
import { OpenPublishedDocuments1767600600000 } from './migrations/1767600600000-open-published-documents.js';
import { CreateSurveys1767600610000 } from './migrations/1767600610000-create-surveys.js';
import { CreateAccounts1767600620000 } from './migrations/1767600620000-create-accounts.js';
import { TallyProjects1767600700000 } from './migrations/1767600700000-tally-projects.js';
import { IndexProjectBoard1767600710000 } from './migrations/1767600710000-index-project-board.js';
import { CreateChecksAndAudits1767600720000 } from './migrations/1767600720000-create-checks-and-audits.js';
import { CreateRemarks1767600730000 } from './migrations/1767600730000-create-remarks.js';
import { KeepToSpecialAudit1767600740000 } from './migrations/1767600740000-keep-to-special-audit.js';
import { ConfirmOnADay1767600760000 } from './migrations/1767600760000-confirm-on-a-day.js';
import { Need } from './needs/need.entity.js';
import { Plan } from './plans/plan.entity.js';
import { Project } from './projects/entity/project.entity.js';

export const database: Omit<DataSourceSettings, 'url' | 'poolSize'> = {
  application: 'micro-project',
  entities: [Envelope, Need, Plan, Project],
  migrations: [
    CreateFoundations1767600000000,
    CreateProjects1767600100000,
    CreateSlips1767600200000,
    CreateNeeds1767600210000,
    CreateDiscussions1767600220000,
    CreatePlans1767600230000,
    CreateEnvelopeHistory1767600300000,
    CreateNotices1767600400000,
    CreateObjections1767600410000,
    CreateWorks1767600500000,
    OpenPublishedDocuments1767600600000,
    CreateSurveys1767600610000,
    CreateAccounts1767600620000,
    TallyProjects1767600700000,
    IndexProjectBoard1767600710000,
    CreateChecksAndAudits1767600720000,
    CreateRemarks1767600730000,
    KeepToSpecialAudit1767600740000,
    ConfirmOnADay1767600760000,
  ],
};
