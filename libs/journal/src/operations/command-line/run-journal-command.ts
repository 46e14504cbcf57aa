import { DomainError, isDatabaseOutage } from '@lianxin/service-kit';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { withinLimit } from '../traffic/consumers.service.js';
import { execute } from './execute.js';
import type { Outcome } from './execute.js';
import { JOURNAL_HELP, JournalUsageError, readJournalCommand } from './journal-command.js';
import type { JournalInvocation } from './journal-command.js';

/** How the process ends. */
const DONE = 0;
const NOT_DONE = 1;
const NOT_UNDERSTOOD = 2;
const BROKEN = 3;

const CLOSE_LIMIT_MS = 5_000;

/**
 * The command line of one service's journal: `apps/<service>/dist/journal.js`. Neither relay nor consumers run in it; it needs the
 * service's database, and the event transport only for `lag` and `republish`.
 * @param createModule the service's module, with everything that runs by itself left out
 * @returns the exit code
 */
export async function runJournalCommand(
  service: string,
  createModule: () => Type,
  args: readonly string[],
): Promise<number> {
  const invocation = understand(args);
  if (!invocation) return NOT_UNDERSTOOD;
  const { command, isJson } = invocation;
  if (command.name === 'help') {
    process.stdout.write(JOURNAL_HELP);
    return DONE;
  }
  try {
    const { body, text, isBroken } = await withService(createModule, (app) => execute(app, command));
    process.stdout.write(isJson ? jsonLine({ service, ...body }) : `${service}\n${indented(text)}\n`);
    return isBroken ? BROKEN : DONE;
  } catch (error) {
    const fault = describe(error);
    if (isJson) process.stdout.write(jsonLine({ service, error: fault }));
    process.stderr.write(`${service}: ${fault.message}\n`);
    return NOT_DONE;
  }
}

function understand(args: readonly string[]): JournalInvocation | null {
  try {
    return readJournalCommand(args);
  } catch (error) {
    if (!(error instanceof JournalUsageError)) throw error;
    process.stderr.write(`${error.message}: see npm run journal -- --help\n`);
    return null;
  }
}

async function withService(
  createModule: () => Type,
  work: (app: INestApplicationContext) => Promise<Outcome>,
): Promise<Outcome> {
  const app = await NestFactory.createApplicationContext(createModule(), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await work(app);
  } finally {
    // A transport that does not answer must not keep the answer back.
    await withinLimit(app.close(), CLOSE_LIMIT_MS).catch(() => undefined);
  }
}

function describe(error: unknown): { code: string; message: string; details?: object } {
  if (error instanceof DomainError) {
    const { code, message, details } = error;
    return { code, message, details };
  }
  if (isDatabaseOutage(error))
    return { code: 'DATABASE_UNAVAILABLE', message: 'the database does not answer: is PostgreSQL up?' };
  return { code: 'FAILED', message: error instanceof Error ? error.message : String(error) };
}

const jsonLine = (body: object): string => `${JSON.stringify(body)}\n`;

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');
