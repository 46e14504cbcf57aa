import { loadConfig, subgraphSchema } from '@lianxin/service-kit';
import type { SubgraphConfig } from '@lianxin/service-kit';

export const assessmentSchema = subgraphSchema;

/** Read once at start-up; nothing else in this service looks at the environment. */
export const readConfig = (): SubgraphConfig => loadConfig(assessmentSchema, process.env);
