import { filesSchema, loadConfig, personalDataSchema, subgraphSchema } from '@lianxin/service-kit';
import type { FilesConfig, PersonalDataConfig, SubgraphConfig } from '@lianxin/service-kit';

export type GridRegistryConfig = SubgraphConfig & PersonalDataConfig & FilesConfig;

export const gridRegistrySchema = subgraphSchema.extend(personalDataSchema.shape).extend(filesSchema.shape);

/** Read once at start-up; nothing else in this service looks at the environment. */
export const readConfig = (): GridRegistryConfig => loadConfig(gridRegistrySchema, process.env);
