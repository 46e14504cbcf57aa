import 'reflect-metadata';
import { serveMetrics } from '@lianxin/service-kit';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { readConfig } from './config.js';
import { createGateway } from './gateway.js';

const config = readConfig();
const logger = new ConsoleLogger('gateway', { json: true, logLevels: ['fatal', 'error', 'warn', 'log'] });
const app = await createGateway(config, { logger });
app.enableShutdownHooks();
await app.listen(config.PORT, config.HOST);
await serveMetrics(config.METRICS_PORT);
new Logger('gateway').log(`listening on ${config.HOST}:${config.PORT}`);
