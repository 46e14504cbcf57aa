import { startEmbeddedPostgres, type EmbeddedPostgres } from '@lianxin/embedded-postgres';
import { join } from 'node:path';
import type { StartContext, Tiers } from './context.js';
import {
  commonEnvironment,
  gatewayEnvironment,
  serviceEnvironment,
  type Environment,
} from './environment.js';
import { spawnNode } from './node-process.js';
import { entryPoint } from './plan.js';
import { timed } from './preparation.js';
import { waitUntilReady } from './readiness.js';
import { gateway, issuer, servicePort, type ServiceEntry } from './services.js';
import { dataLayout, issuerPort, postgresPort } from './settings.js';
import { Supervised, type Running } from './supervisor.js';

const readyLimitMs = 120_000;

type DatabaseOptions = Pick<StartContext, 'port' | 'dataDir' | 'say'> & { durable: boolean };

/** Starts PostgreSQL and keeps it running; the returned connection strings stay valid when it is started again. */
export async function superviseDatabase({
  port,
  dataDir,
  durable,
  say,
}: DatabaseOptions): Promise<[Supervised, EmbeddedPostgres]> {
  const { postgres, logs } = dataLayout(dataDir);
  const options = {
    dataDir: postgres,
    port: postgresPort(port),
    durable,
    log: say,
    logFile: join(logs, 'postgres.log'),
  };
  const first = await startEmbeddedPostgres(options);
  let next: EmbeddedPostgres | undefined = first;
  const launch = async () => {
    const server = next ?? (await startEmbeddedPostgres(options));
    next = undefined;
    return asRunning(server);
  };
  const supervised = new Supervised('postgres', launch, say);
  await supervised.start();
  return [supervised, first];
}

const asRunning = (server: EmbeddedPostgres): Running => ({
  pid: server.pid,
  exited: server.exited,
  stop: () => server.stop(),
});

export async function startIssuer(context: StartContext): Promise<Supervised> {
  const port = issuerPort(context.port);
  const environment = {
    ...commonEnvironment(),
    PORT: String(port),
    ISSUER_DATA_DIR: dataLayout(context.dataDir).issuer,
  };
  return superviseNode(context, 'services', {
    ...issuer,
    port,
    script: context.plan.issuerScript,
    environment,
  });
}

export async function startService(context: StartContext, service: ServiceEntry): Promise<Supervised> {
  const script = entryPoint(context.plan, service.name, 'main');
  const port = servicePort(context.port, service);
  return superviseNode(context, 'services', {
    ...service,
    port,
    script,
    environment: serviceEnvironment(context, service),
  });
}

export async function startGateway(context: StartContext): Promise<Supervised> {
  const script = entryPoint(context.plan, gateway.name, 'main');
  const port = servicePort(context.port, gateway);
  return superviseNode(context, 'door', {
    ...gateway,
    port,
    script,
    environment: gatewayEnvironment(context),
  });
}

interface NodeService {
  name: string;
  port: number;
  script: string;
  heapMb: number;
  environment: Environment;
}

/** Starts a process of ours, keeps it running and resolves when it is ready. */
async function superviseNode(
  context: StartContext,
  tier: keyof Tiers,
  service: NodeService,
): Promise<Supervised> {
  const { dataDir, register, say, signal } = context;
  const { name, port, script, heapMb } = service;
  signal.throwIfAborted();
  const { logs, cache } = dataLayout(dataDir);
  const logFile = join(logs, `${name}.log`);
  const environment = {
    ...service.environment,
    NODE_COMPILE_CACHE: cache,
    ...context.environmentOf(name),
  };
  const child = new Supervised(
    name,
    () => spawnNode({ name, script, environment, heapMb, logFile }, register),
    say,
  );
  context.supervised[tier].push(child);
  await child.start();
  await timed(context, `${name} is ready on port ${port}`, () =>
    waitUntilReady(child, `http://127.0.0.1:${port}/health/ready`, {
      logFile,
      limitMs: readyLimitMs,
      signal,
    }),
  );
  return child;
}
