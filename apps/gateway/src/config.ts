import { identitySchema, listenSchema, loadConfig, transportSchema } from '@lianxin/service-kit';
import { z } from 'zod';
import { limitsSchema } from './limits/limits.js';

const secret = z.string().min(32);

export const gatewaySchema = listenSchema
  .extend(identitySchema.shape)
  .extend(transportSchema.shape)
  .extend(limitsSchema.shape)
  .extend({
    GRID_REGISTRY_URL: z.url(),
    GRID_REGISTRY_SECRET: secret,
    ASSESSMENT_URL: z.url(),
    ASSESSMENT_SECRET: secret,
    MICRO_PROJECT_URL: z.url(),
    MICRO_PROJECT_SECRET: secret,
  });

export type GatewayConfig = z.infer<typeof gatewaySchema>;

export interface SubgraphAddress {
  /** As the supergraph names it. */
  readonly name: string;
  readonly url: string;
  /** What this subgraph knows its gateway by. */
  readonly secret: string;
  /** It keeps files; it has the same secret for them as for its graph. */
  readonly keepsFiles?: boolean;
}

/** Read once at start-up; nothing else in the gateway looks at the environment. */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): GatewayConfig =>
  loadConfig(gatewaySchema, env);

/** The subgraphs behind the gateway. A new service is one more line here and two variables above. */
export function subgraphsOf(config: GatewayConfig): readonly SubgraphAddress[] {
  return [
    {
      name: 'grid-registry',
      url: config.GRID_REGISTRY_URL,
      secret: config.GRID_REGISTRY_SECRET,
      keepsFiles: true,
    },
    { name: 'assessment', url: config.ASSESSMENT_URL, secret: config.ASSESSMENT_SECRET },
    {
      name: 'micro-project',
      url: config.MICRO_PROJECT_URL,
      secret: config.MICRO_PROJECT_SECRET,
      keepsFiles: true,
    },
  ];
}
