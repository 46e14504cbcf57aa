import 'reflect-metadata';
import { jsonLogger, serveMetrics } from '@lianxin/service-kit';
import { Logger } from '@nestjs/common';
import { readConfig } from './config.js';
import { createGateway } from './gateway.js';

const config = readConfig();
const app = await createGateway(config, { logger: jsonLogger('gateway', config.LOG_LEVEL) });
app.enableShutdownHooks();
await app.listen(config.PORT, config.HOST);
await serveMetrics(config.METRICS_PORT);
new Logger('gateway').log(`listening on ${config.HOST}:${config.PORT}`);
