import 'reflect-metadata';
import { runJournalCommand } from '@lianxin/journal';
import { createAppModule } from './app.module.js';
import { readConfig } from './config.js';

/** The operators' command line of this service's journal: `--help` names the commands. */
const createModule = () => createAppModule(readConfig(), { isStepped: true });
process.exit(await runJournalCommand('micro-project', createModule, process.argv.slice(2)));
