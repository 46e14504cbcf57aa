import { resolve } from 'node:path';
import { services } from '../platform/services.js';
import { workspaceRoot } from '../platform/settings.js';

export const subgraphNames: readonly string[] = services.map((service) => service.name);

/** Where a built service names its resolver classes. */
export const resolverFile = (service: string): string =>
  resolve(workspaceRoot, `apps/${service}/dist/schema.js`);

/** Files that are committed and must not drift from the code, relative to the workspace. */
export const schemaFile = (service: string): string => `apps/${service}/schema.graphql`;
export const ownSubgraphFile = 'apps/gateway/subscriptions.graphql';
export const supergraphFile = 'apps/gateway/supergraph.graphql';
