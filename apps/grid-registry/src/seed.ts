import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '@lianxin/service-kit';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';
import { createAppModule } from './app.module.js';
import { gridRegistrySchema } from './config.js';
import { seedFileSchema } from './seed/demonstration.js';
import { SeedModule } from './seed/seed.module.js';
import { Seeder } from './seed/seeder.js';

const AREA_FILE = fileURLToPath(new URL('../seed/361104-guangxin.csv', import.meta.url));

const config = loadConfig(gridRegistrySchema.extend({ SEED_FILE: z.string() }), process.env);
const seedFile = seedFileSchema.parse(JSON.parse(await readFile(config.SEED_FILE, 'utf8')));
const app = await NestFactory.createApplicationContext(
  SeedModule.of(createAppModule(config, { isStepped: true })),
  {
    logger: ['error', 'fatal'],
  },
);
try {
  await app.get(Seeder).seed(AREA_FILE, seedFile);
} finally {
  await app.close();
}
