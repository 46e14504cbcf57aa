import type { DataSourceSettings } from '@lianxin/service-kit';
import { CreateFoundations1767600000000 } from './migrations/1767600000000-create-foundations.js';

export const database: Omit<DataSourceSettings, 'url' | 'poolSize'> = {
  application: 'micro-project',
  entities: [],
  migrations: [CreateFoundations1767600000000],
};
