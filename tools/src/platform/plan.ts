import { join } from 'node:path';
import { gateway, issuer, metricsPort, servicePort, services, type ServiceEntry } from './services.js';
import type { NamedPort } from './ports.js';
import { issuerPort, workspaceRoot } from './settings.js';

/** What a platform is made of; tests put small stand-ins in the place of services. */
export interface PlatformPlan {
  /** The folder whose `apps/<name>/dist` hold the entry points. */
  root: string;
  services: ServiceEntry[];
  sharedMigrationScript: string;
  issuerScript: string;
}

export const lianxin: PlatformPlan = {
  root: workspaceRoot,
  services,
  sharedMigrationScript: join(workspaceRoot, 'tools/dist/platform/migrate-shared.js'),
  issuerScript: join(workspaceRoot, 'tools/dist/issuer/main.js'),
};

export const entryPoint = (plan: PlatformPlan, name: string, entry: 'main' | 'migrate' | 'seed') =>
  join(plan.root, 'apps', name, 'dist', `${entry}.js`);

/** Every port but PostgreSQL's, which looks for itself once a survivor on it has been stopped. */
export function portsOf(plan: PlatformPlan, base: number): NamedPort[] {
  const processes = [gateway, ...plan.services];
  return [
    ...processes.map((entry) => ({ name: entry.name, port: servicePort(base, entry) })),
    { name: issuer.name, port: issuerPort(base) },
    ...processes.map((entry) => ({ name: `${entry.name} metrics`, port: metricsPort(base, entry) })),
  ];
}
