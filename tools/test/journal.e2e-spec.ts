import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPostgres } from '@lianxin/embedded-postgres';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPlatform, type Platform } from '../src/platform/platform.js';
import { dataLayout, postgresPort, workspaceRoot } from '../src/platform/settings.js';
import { Person } from '../src/story/person.js';
import { addressOf } from '../src/story/running-platform.js';
import { freeBase } from './free-base.js';

const limitMs = 300_000;
const port = await freeBase();
const topic = 'grid-registry.grid-event';
let dataDir: string;
let platform: Platform | undefined;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianxin-journal-spec-'));
  platform = await startPlatform({ port, dataDir, quiet: true, durable: false });
}, limitMs);

afterAll(async () => {
  await platform?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, limitMs);

interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** `npm run journal -- …` on this platform's data directory. */
function journal(line: string, ...more: string[]): Promise<Ran> {
  const { PATH = '', HOME = '' } = process.env;
  const args = ['--no-warnings', join(workspaceRoot, 'tools/journal.mjs'), ...line.split(' '), ...more];
  const env = { PATH, HOME, LIANXIN_DATA_DIR: dataDir };
  return new Promise((resolve) =>
    execFile(process.execPath, args, { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    ),
  );
}

/** What each service said in its line of JSON. */
async function told(line: string, ...more: string[]): Promise<Record<string, unknown>[]> {
  const { code, stdout, stderr } = await journal(`${line} --json`, ...more);
  expect([code, stderr.replace(/^sent up to position \d+\n/gm, '')]).toEqual([0, '']);
  return stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Record<string, unknown>);
}

/** Puts messages on a topic that no producer of the platform wrote. */
async function poison(superuserUrl: string, messages: [key: string, value: string][]): Promise<void> {
  const url = new URL(superuserUrl);
  url.pathname = '/event_log';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    for (const [key, value] of messages)
      await client.query(
        `WITH head AS (INSERT INTO topic (name, head) VALUES ($1, 1)
           ON CONFLICT (name) DO UPDATE SET head = topic.head + 1 RETURNING head)
         INSERT INTO message (topic, "offset", key, value) SELECT $1, head, $2, $3 FROM head`,
        [topic, key, value],
      );
  } finally {
    await client.end();
  }
}

/** Waits by the graph: a command loads a whole service each time. */
async function until<T>(query: string, isSo: (journal: T) => boolean): Promise<void> {
  const operator = await Person.signIn('platform-operator', addressOf(port), randomUUID());
  const end = Date.now() + 60_000;
  while (!isSo((await operator.ask<{ journal: T }>(query)).journal)) {
    if (Date.now() > end) throw new Error('it did not come about within a minute');
    await sleep(100);
  }
}

const PARKED = '{ journal: assessmentJournal { parkedMessages { edges { node { state } } } } }';
const untilParked = (count: number): Promise<void> =>
  until<{ parkedMessages: { edges: { node: { state: string } }[] } }>(
    PARKED,
    ({ parkedMessages: { edges } }) =>
      edges.length === count && edges.every(({ node }) => node.state === 'PARKED'),
  );

const untilPublished = (service: string): Promise<void> =>
  until<{ traffic: { unpublishedCount: number } }>(
    `{ journal: ${service}Journal { traffic { unpublishedCount } } }`,
    ({ traffic }) => traffic.unpublishedCount === 0,
  );

const untilCaughtUp = (): Promise<void> =>
  until<{ consumers: { lag: { lag: number }[] | null }[] }>(
    '{ journal: assessmentJournal { consumers { lag { lag } } } }',
    ({ consumers }) => consumers.every(({ lag }) => lag?.every((each) => each.lag === 0)),
  );

describe('npm run journal', () => {
  it(
    'shows the journals of the running platform, as tables and as JSON, all in one order',
    async () => {
      for (const service of ['gridRegistry', 'assessment', 'microProject']) await untilPublished(service);
      const traffic = await told('oldest');
      expect(traffic.map(({ service }) => service)).toEqual(['grid-registry', 'assessment', 'micro-project']);
      expect(traffic[0]).toMatchObject({ oldestUnpublishedAgeS: 0 });
      expect(traffic[0]?.['lastPosition']).toBe(traffic[0]?.['publishedPosition']);
      const { code, stdout } = await journal('lag --service assessment');
      expect([code, stdout]).toEqual([
        0,
        expect.stringMatching(/CONSUMER +TOPIC +LAG\n +assessment\.\S+ +grid-registry\.\S+ +\d+\n/),
      ]);
    },
    limitMs,
  );

  it(
    'works off what is parked: list, show, replay, discard for a reason, history',
    async () => {
      await poison(platform?.superuserUrl ?? '', [
        ['one', 'this is no event'],
        ['two', 'nor is \u001b[31m this'],
      ]);
      await untilParked(2);
      const [parked] = await told('parked list --service assessment');
      const [first, second] = parked?.['parkedMessages'] as Record<string, unknown>[];
      expect(first).toMatchObject({ key: 'one', state: 'parked', faultCode: 'UNPARSABLE', topic });
      const shown = await journal(`parked show ${String(second?.['id'])} --service assessment`);
      expect(shown.stdout).toContain('UNPARSABLE');
      expect(shown.stdout).not.toContain('\u001b');

      const discard = `parked discard ${String(first?.['id'])} --service assessment`;
      const [refused] = (await journal(`${discard} --json`)).stdout.split('\n');
      expect(JSON.parse(refused ?? '')).toMatchObject({
        service: 'assessment',
        error: { code: 'REASON_REQUIRED' },
      });
      const [discarded] = await told(discard, '--reason', 'from a test of ours');
      expect(discarded).toMatchObject({ intervention: { kind: 'DISCARD', reason: 'from a test of ours' } });
      expect(await journal(discard, '--reason', 'x')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('No parked message'),
      });
      await told(`parked replay ${String(second?.['id'])} --service assessment`);
      await untilParked(1);

      const [history] = await told('history --service assessment');
      const acts = history?.['interventions'] as {
        id: string;
        kind: string;
        account: unknown;
        actorRole: string;
      }[];
      expect(acts.map(({ kind }) => kind)).toEqual(['REPLAY', 'DISCARD']);
      expect(acts[1]).toMatchObject({ actorRole: 'SYSTEM', account: expect.stringMatching(/./) });
      expect((await journal(`history show ${acts[1]?.id} --service assessment`)).stdout).toContain(
        'this is no event',
      );
    },
    limitMs,
  );

  it(
    'sends entries once more while the relay runs, and nobody applies them twice',
    async () => {
      const [before] = await told('oldest --service grid-registry');
      const [done] = await told('republish --service grid-registry --from-position 1');
      expect(done).toMatchObject({ sentCount: before?.['lastPosition'], nextPosition: null });
      await untilCaughtUp();
      const [list] = await told('parked list --service assessment');
      expect(list?.['parkedMessages']).toHaveLength(1);
      const beyond = await journal('republish --service grid-registry --from-position 999999');
      expect(beyond).toMatchObject({ code: 1, stderr: expect.stringContaining('the last published') });
    },
    limitMs,
  );

  it(
    'says what is not understood, and needs one service where it changes something',
    async () => {
      expect(await journal('lag --service assessment --reason x')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('lag takes no --reason'),
      });
      expect(await journal('parked discard 1')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('needs --service'),
      });
      expect(await journal('lag --service gateway')).toMatchObject({ code: 2 });
      expect(await journal('--help')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Usage: npm run journal'),
      });
    },
    limitMs,
  );

  it(
    'works with nothing but PostgreSQL up, finds what was changed meanwhile, and says so when not even that is up',
    async () => {
      await platform?.stop();
      platform = undefined;
      expect(await journal('oldest --service assessment')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('is PostgreSQL up?'),
      });
      const { postgres } = dataLayout(dataDir);
      const server = await startEmbeddedPostgres({
        dataDir: postgres,
        port: postgresPort(port),
        durable: false,
      });
      try {
        const intact = { isIntact: true };
        expect(await told('verify')).toMatchObject([intact, intact, intact]);
        const [list] = await told('parked list --service assessment');
        expect(list?.['parkedMessages']).toHaveLength(1);
        const client = new pg.Client({ connectionString: server.url('grid_registry') });
        await client.connect();
        const { rows } = await client.query<{ id: string }>(
          `UPDATE journal_entry SET actor_role = 'AUDITOR'
            WHERE id = (SELECT entry_id FROM journal_position ORDER BY position OFFSET 4 LIMIT 1) RETURNING id`,
        );
        await client.end();
        const broken = await journal('verify --service grid-registry --json');
        expect(broken.code).toBe(3);
        expect(JSON.parse(broken.stdout)).toMatchObject({
          isIntact: false,
          first: { kind: 'ENTRY_CHANGED', entryId: rows[0]?.id },
        });
      } finally {
        await server.stop();
      }
    },
    limitMs,
  );
});
