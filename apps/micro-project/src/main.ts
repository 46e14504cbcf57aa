import 'reflect-metadata';
import { serveSubgraph } from '@lianxin/service-kit';
import { createAppModule } from './app.module.js';
import { readConfig } from './config.js';

const config = readConfig();
await serveSubgraph('micro-project', createAppModule(config), config);
