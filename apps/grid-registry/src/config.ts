import { loadConfig, personalDataSchema, subgraphSchema } from '@lianxin/service-kit';
import type { PersonalDataConfig, SubgraphConfig } from '@lianxin/service-kit';

export type GridRegistryConfig = SubgraphConfig & PersonalDataConfig;

export const gridRegistrySchema = subgraphSchema.extend(personalDataSchema.shape);

/** Read once at start-up; nothing else in this service looks at the environment. */
export const readConfig = (): GridRegistryConfig => loadConfig(gridRegistrySchema, process.env);
