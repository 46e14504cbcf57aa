import { userInfo } from 'node:os';
import { randomUUID } from 'node:crypto';
import { Actor } from '@lianxin/access';
import { Database } from '@lianxin/service-kit';
import type { INestApplicationContext } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { systemSubject } from '../../inbox/inbox.js';
import { ConsumersService } from '../traffic/consumers.service.js';
import { InterventionsService } from '../interventions.service.js';
import { OperatorCommands } from '../operator-commands.js';
import { OwnService } from '../own-service.js';
import { ParkedOperationsService } from '../parked/parked-operations.service.js';
import { SealsService } from '../sealed/seals.service.js';
import { TrafficService } from '../traffic/traffic.service.js';
import { VerificationService } from '../sealed/verification.service.js';
import type { JournalCommand } from './journal-command.js';
import * as show from './show.js';

/** What a command came to: the same as data and as text. */
export interface Outcome {
  readonly body: object;
  readonly text: string;
  /** The journal is broken, which only `verify` finds out. */
  readonly isBroken?: boolean;
}

type Handling = Extract<JournalCommand, { name: 'replay' | 'discard' }>;
type Republish = Extract<JournalCommand, { name: 'republish' }>;
type Listing = Extract<JournalCommand, { name: 'list' }>;
type Asked = Exclude<JournalCommand, { name: 'help' }>;
type Looking = Exclude<Asked, Handling | Republish | { name: 'lag' | 'verify' }>;

/** Does what was asked for, through the very services that the graph uses. @throws DomainError */
export async function execute(app: INestApplicationContext, command: Asked): Promise<Outcome> {
  switch (command.name) {
    case 'lag':
      return lag(app);
    case 'verify': {
      const verdict = await app.get(VerificationService).verify();
      return { body: verdict, text: show.verdict(verdict), isBroken: !verdict.isIntact };
    }
    case 'replay':
    case 'discard':
      return handle(app, command);
    case 'republish':
      return republish(app, command);
    default:
      return look(app, command);
  }
}

async function lag(app: INestApplicationContext): Promise<Outcome> {
  const service = app.get(ConsumersService);
  const consumers = await Promise.all(
    service.names().map(async (name) => ({ name, lag: await service.lagOf(name) })),
  );
  return { body: { consumers }, text: show.lag(consumers) };
}

/** What only looks, in one read-only transaction. */
function look(app: INestApplicationContext, command: Looking): Promise<Outcome> {
  return app.get(Database).read(operator(app), (tx): Promise<Outcome> => {
    switch (command.name) {
      case 'oldest':
        return oldest(app, tx);
      case 'list':
        return list(app, tx, command);
      case 'show':
        return showOne(app, tx, command.id);
      case 'act':
        return showAct(app, tx, command.id);
      case 'history':
        return history(app, tx, command.limit);
      case 'seals':
        return seals(app, tx, command.limit);
    }
  });
}

async function oldest(app: INestApplicationContext, tx: EntityManager): Promise<Outcome> {
  const traffic = await app.get(TrafficService).read(tx);
  return { body: traffic, text: show.traffic(traffic) };
}

async function list(app: INestApplicationContext, tx: EntityManager, command: Listing): Promise<Outcome> {
  const query = { ...command, count: command.limit + 1 };
  const found = await app.get(ParkedOperationsService).findParkedMessages(tx, query);
  const parkedMessages = found.slice(0, command.limit);
  const hasMore = found.length > command.limit;
  return { body: { parkedMessages, hasMore }, text: show.parkedMessages(parkedMessages, hasMore) };
}

async function showOne(app: INestApplicationContext, tx: EntityManager, id: string): Promise<Outcome> {
  const parkedMessage = await app.get(ParkedOperationsService).getParkedMessage(tx, id);
  const [interventions = []] = await app.get(InterventionsService).findActsOn(tx, [parkedMessage.id]);
  return { body: { parkedMessage, interventions }, text: show.parkedMessage(parkedMessage, interventions) };
}

async function showAct(app: INestApplicationContext, tx: EntityManager, id: string): Promise<Outcome> {
  const intervention = await app.get(InterventionsService).getIntervention(tx, id);
  return { body: { intervention }, text: show.intervention(intervention) };
}

async function history(app: INestApplicationContext, tx: EntityManager, limit: number): Promise<Outcome> {
  const page = { count: limit, before: null };
  const interventions = await app.get(InterventionsService).findInterventions(tx, page);
  return { body: { interventions }, text: show.interventions(interventions) };
}

async function seals(app: INestApplicationContext, tx: EntityManager, limit: number): Promise<Outcome> {
  const found = await app.get(SealsService).findSeals(tx, { count: limit, before: null });
  return { body: { seals: found }, text: show.seals(found) };
}

async function handle(app: INestApplicationContext, command: Handling): Promise<Outcome> {
  const commands = app.get(OperatorCommands);
  const input = { requestId: randomUUID(), parkedMessageId: command.id, reason: command.reason };
  const intervention =
    command.name === 'replay'
      ? await commands.replayMessage(operator(app), input, account())
      : await commands.discardMessage(operator(app), input, account());
  return { body: { intervention }, text: show.interventions([intervention]) };
}

async function republish(app: INestApplicationContext, command: Republish): Promise<Outcome> {
  const order = { ...command, requestId: randomUUID() };
  const done = await app.get(OperatorCommands).republishJournal(operator(app), order, {
    account: account(),
    onBatch: (position) => void process.stderr.write(`sent up to position ${position}\n`),
  });
  return {
    body: done,
    text: `${done.sentCount} entries sent\n${show.interventions([done.intervention])}`,
  };
}

/** Whoever sits at the machine acts as the platform itself; the account tells who that was. */
function operator(app: INestApplicationContext): Actor {
  const subject = systemSubject(`${app.get(OwnService).name}.operator`);
  return Actor.system(subject, { correlationId: randomUUID() });
}

function account(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
