import { filesSchema, loadConfig, personalDataSchema, subgraphSchema } from '@lianxin/service-kit';
import type { FilesConfig, PersonalDataConfig, SubgraphConfig } from '@lianxin/service-kit';
import { webhookSchema } from './webhooks/webhook.config.js';
import type { WebhookConfig } from './webhooks/webhook.config.js';

/** What is not said of webhooks is as their schema says. */
export type GridRegistryConfig = SubgraphConfig & PersonalDataConfig & FilesConfig & Partial<WebhookConfig>;

export const gridRegistrySchema = subgraphSchema
  .extend(personalDataSchema.shape)
  .extend(filesSchema.shape)
  .extend(webhookSchema.shape);

/** Read once at start-up; nothing else in this service looks at the environment. */
export const readConfig = (): GridRegistryConfig => loadConfig(gridRegistrySchema, process.env);
