import { ConsoleLogger, Logger } from '@nestjs/common';
import type { INestApplication, LogLevel, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import type { SubgraphConfig } from '../config.js';
import { postgresOptions } from '../database/data-source.js';
import type { DataSourceSettings } from '../database/data-source.js';
import { requireGatewaySecret } from './gateway-secret.js';
import { serveMetrics } from './metrics.js';

const BODY_LIMIT = '256kb';
const REQUEST_TIMEOUT_MS = 30_000;

/** Puts a subgraph's middleware in place; shared by the running service and its tests. */
export function configureSubgraph(app: INestApplication, gatewaySecret: string): void {
  const express = app as NestExpressApplication;
  express.disable('x-powered-by');
  // Before the parser: who is not the gateway has no body read and learns nothing from how one is refused.
  express.use(['/graphql', '/files'], requireGatewaySecret(gatewaySecret));
  express.useBodyParser('json', { limit: BODY_LIMIT });
}

/** Starts a subgraph service as a process of its own and returns when it listens. */
export async function serveSubgraph(
  name: string,
  module: Type,
  config: SubgraphConfig,
): Promise<INestApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: jsonLogger(name, config.LOG_LEVEL),
    bodyParser: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  configureSubgraph(app, config.GATEWAY_SECRET);
  app.enableShutdownHooks();
  const server = await app.listen(config.PORT, config.HOST);
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = 2 * REQUEST_TIMEOUT_MS;
  await serveMetrics(config.METRICS_PORT);
  new Logger(name).log(`listening on ${config.HOST}:${config.PORT}`);
  return app;
}

/** One JSON line an entry, down to the level asked for. */
export function jsonLogger(name: string, level: LogLevel): ConsoleLogger {
  const levels: LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];
  return new ConsoleLogger(name, { json: true, logLevels: levels.slice(0, levels.indexOf(level) + 1) });
}

/** Runs the pending migrations under the owner's role and returns how many there were. */
export async function migrate(settings: DataSourceSettings): Promise<number> {
  const dataSource = await new DataSource(postgresOptions({ ...settings, poolSize: 2 })).initialize();
  try {
    return (await dataSource.runMigrations()).length;
  } finally {
    await dataSource.destroy();
  }
}
