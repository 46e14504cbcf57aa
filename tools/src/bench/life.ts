import { GRID_EVENT_CATEGORIES } from '@lianxin/contracts';
import { randomUUID } from 'node:crypto';
import type { Platform } from '../platform/platform.js';
import { databaseOf, withClient } from './database.js';
import type { GraphClient } from './graph-client.js';

export const lifeAccounts = [
  'grid-worker',
  'township-officer',
  'department-officer',
  'county-command',
] as const;
type Account = (typeof lifeAccounts)[number];

const grid = '361104111001001';
const words = '路灯不亮已三日，行人夜间通行不便，请尽快维修';
const note = { note: words };

export interface LifeStep {
  readonly mutation: string;
  /** Its input type. */
  readonly inputType: string;
}

/** Takes one step as somebody and answers the event. */
export type TakeStep = (account: Account, step: LifeStep, input: object) => Promise<{ readonly id: string }>;

const report: LifeStep = { mutation: 'reportGridEvent', inputType: 'ReportGridEventInput' };

/** From acceptance to the follow-up, as it goes when all goes well. */
const afterReport: readonly [Account, LifeStep, object][] = [
  ['township-officer', { mutation: 'acceptGridEvent', inputType: 'GridEventStepInput' }, {}],
  ['township-officer', { mutation: 'dispatchGridEvent', inputType: 'DispatchGridEventInput' }, note],
  ['department-officer', { mutation: 'startGridEvent', inputType: 'GridEventStepInput' }, {}],
  ['department-officer', { mutation: 'reportGridEventDone', inputType: 'GridEventNoteInput' }, note],
  ['grid-worker', { mutation: 'verifyGridEvent', inputType: 'GridEventNoteInput' }, note],
  ['township-officer', { mutation: 'notifyGridEventResult', inputType: 'GridEventNoteInput' }, note],
  [
    'county-command',
    { mutation: 'followUpGridEvent', inputType: 'FollowUpGridEventInput' },
    { isReached: true, isSolved: true, isSatisfied: true, channel: 'PHONE' },
  ],
];

/** Commands of one life, the report included. */
export const commandsOfLife = 1 + afterReport.length;

/** The department that every event of the bench is dispatched to. */
export async function departmentOf({ superuserUrl }: Pick<Platform, 'superuserUrl'>): Promise<string> {
  return withClient(databaseOf(superuserUrl, 'grid_registry'), async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM department WHERE code = 'housing-construction'`,
    );
    if (!rows[0]) throw new Error('the platform was not seeded');
    return rows[0].id;
  });
}

/** One grid event from its report to its follow-up, each step by whoever answers for it. @throws when a step is refused */
export async function live(take: TakeStep, departmentId: string, number: number): Promise<void> {
  const category = GRID_EVENT_CATEGORIES[number % GRID_EVENT_CATEGORIES.length];
  const reported = {
    areaCode: grid,
    category,
    kind: 'GENERAL',
    source: 'PATROL',
    urgency: 'ROUTINE',
    channel: 'APP',
    confidentiality: 'OPEN',
    isAboutHarm: false,
    text: words,
    place: '三组路口',
  };
  const { id } = await take('grid-worker', report, reported);
  for (const [account, step, given] of afterReport) {
    const target = step.mutation === 'dispatchGridEvent' ? { departmentId } : {};
    await take(account, step, { gridEventId: id, ...target, ...given });
  }
}

/** Steps taken through the gateway, as a client would. */
export const throughGateway =
  (graph: GraphClient): TakeStep =>
  async (account, { mutation, inputType }, input) => {
    const document = `mutation ($input: ${inputType}!) { answer: ${mutation}(input: $input) { id state dueAt } }`;
    const variables = { input: { requestId: randomUUID(), ...input } };
    return (await graph.ask<{ answer: { id: string } }>(account, document, variables)).answer;
  };
