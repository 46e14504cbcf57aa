import type { DataSourceSettings } from '@lianxin/service-kit';
import { Envelope } from './envelopes/envelope.entity.js';
import { CreateFoundations1767600000000 } from './migrations/1767600000000-create-foundations.js';
import { CreateProjects1767600100000 } from './migrations/1767600100000-create-projects.js';
import { OpenPublishedDocuments1767600600000 } from './migrations/1767600600000-open-published-documents.js';
import { Project } from './projects/entity/project.entity.js';

export const database: Omit<DataSourceSettings, 'url' | 'poolSize'> = {
  application: 'micro-project',
  entities: [Envelope, Project],
  migrations: [
    CreateFoundations1767600000000,
    CreateProjects1767600100000,
    OpenPublishedDocuments1767600600000,
  ],
};
