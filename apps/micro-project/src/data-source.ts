import type { DataSourceSettings } from '@lianxin/service-kit';
import { Envelope } from './envelopes/envelope.entity.js';
import { CreateFoundations1767600000000 } from './migrations/1767600000000-create-foundations.js';
import { CreateProjects1767600100000 } from './migrations/1767600100000-create-projects.js';
import { CreateSlips1767600200000 } from './migrations/1767600200000-create-slips.js';
import { CreateNeeds1767600210000 } from './migrations/1767600210000-create-needs.js';
import { CreateDiscussions1767600220000 } from './migrations/1767600220000-create-discussions.js';
import { CreatePlans1767600230000 } from './migrations/1767600230000-create-plans.js';
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
  ],
};
