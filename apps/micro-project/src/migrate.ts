import { loadConfig, migrate } from '@lianxin/service-kit';
import { z } from 'zod';
import { database } from './data-source.js';

const { OWNER_DATABASE_URL: url } = loadConfig(z.object({ OWNER_DATABASE_URL: z.string() }), process.env);
const count = await migrate({ ...database, url });
process.stdout.write(`micro-project: ${count} migrations run\n`);
