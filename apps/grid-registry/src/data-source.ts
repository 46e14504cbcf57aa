import type { DataSourceSettings } from '@lianxin/service-kit';
import { Area } from './areas/area.entity.js';
import { CreateFoundations1767225600000 } from './migrations/1767225600000-create-foundations.js';
import { CreateAreas1767225650000 } from './migrations/1767225650000-create-areas.js';

export const database: Omit<DataSourceSettings, 'url' | 'poolSize'> = {
  application: 'grid-registry',
  entities: [Area],
  migrations: [CreateFoundations1767225600000, CreateAreas1767225650000],
};
