import { filesSchema, loadConfig, personalDataSchema, subgraphSchema } from '@lianxin/service-kit';
import type { FilesConfig, PersonalDataConfig, SubgraphConfig } from '@lianxin/service-kit';

export type MicroProjectConfig = SubgraphConfig & PersonalDataConfig & FilesConfig;

export const microProjectSchema = subgraphSchema.extend(personalDataSchema.shape).extend(filesSchema.shape);

/** Read once at start-up; nothing else in this service looks at the environment. */
export const readConfig = (): MicroProjectConfig => loadConfig(microProjectSchema, process.env);
