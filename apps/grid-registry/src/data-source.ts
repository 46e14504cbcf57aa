import type { DataSourceSettings } from '@lianxin/service-kit';
import { CreateFoundations1767225600000 } from './migrations/1767225600000-create-foundations.js';

export const database: Omit<DataSourceSettings, 'url' | 'poolSize'> = {
  application: 'grid-registry',
  entities: [],
  migrations: [CreateFoundations1767225600000],
};
