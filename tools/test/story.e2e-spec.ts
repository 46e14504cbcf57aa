import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPlatform, type Platform } from '../src/platform/platform.js';
import { dataLayout, workspaceRoot } from '../src/platform/settings.js';
import { Person } from '../src/story/person.js';
import { playStory, type PlayedStory } from '../src/story/play-story.js';
import { WORDS } from '../src/story/report.chapter.js';
import { playTrust } from '../src/story/trust/play-trust.js';
import { addressOf } from '../src/story/running-platform.js';
import type { Step } from '../src/story/storyteller.js';
import { freeBase } from './free-base.js';

const limitMs = 300_000;
let dataDir: string;
let platform: Platform;

/** Clear of the ports that the system hands out for a moment, and of the other tests of the launcher. */
const port = await freeBase();
const address = addressOf(port);

const start = async () => (platform = await startPlatform({ port, dataDir, quiet: true, durable: false }));

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianxin-story-spec-'));
  await start();
}, limitMs);

afterAll(async () => {
  await platform?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, limitMs);

const pidOf = (name: string) => platform.processes().find((candidate) => candidate.name === name)?.pid;

function found(story: PlayedStory, action: string): Step['found'] {
  return story.steps.findLast((step) => step.action === action)?.found ?? {};
}

async function select<T>(database: string, sql: string, parameters: unknown[] = []): Promise<T[]> {
  const url = new URL(platform.superuserUrl);
  url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query(sql, parameters)).rows as T[];
  } finally {
    await client.end();
  }
}

/** Not by `spawnSync`: connections that others close meanwhile must be seen to be closed. */
function runStory(environment: Record<string, string>, ...options: string[]) {
  const { PATH = '', HOME = '' } = process.env;
  const args = ['--no-warnings', join(workspaceRoot, 'tools/story.mjs'), '--json', ...options];
  return new Promise<{ status: unknown; stdout: string; stderr: string }>((resolve) =>
    execFile(process.execPath, args, { env: { PATH, HOME, ...environment } }, (error, stdout, stderr) =>
      resolve({ status: error ? error.code : 0, stdout, stderr }),
    ),
  );
}

describe('the story', () => {
  let first: PlayedStory;

  it(
    'ends well although the assessment is killed in the middle',
    async () => {
      const before = pidOf('assessment') ?? 0;
      const kill = async ({ action }: Step) =>
        void (action === 'dispatchGridEvent' && process.kill(before, 'SIGKILL'));
      first = await playStory({ address, afterStep: kill });
      expect(first.steps.map(({ number }) => number)).toEqual(first.steps.map((_, index) => index + 1));
      expect(found(first, 'GridEvent.history')['history']).toHaveLength(9);
      expect(pidOf('assessment')).not.toBe(before);
    },
    limitMs,
  );

  it.each([
    ['README.md', '## One story'],
    ['README.zh-CN.md', '## 一件事的经过'],
  ])('is the one that %s tells', (file, heading) => {
    const [, section = ''] = readFileSync(join(workspaceRoot, file), 'utf8').split(heading);
    const told = section.split('\n## ')[0]?.matchAll(/`((?:[A-Z]\w*\.)?[a-z]+(?:[A-Z]\w*)?)`/g) ?? [];
    const named = new Set([...told].map(([, name]) => name));
    expect(named.size).toBeGreaterThan(10);
    expect([...named]).toEqual(
      [...named].filter((name) => first.steps.some(({ action }) => action === name)),
    );
  });

  it('leaves its correlation id on every journal entry, and what people typed in none and in no log', async () => {
    const entries = await select<{ type: string; entry: string }>(
      'grid_registry',
      'SELECT type, journal_entry::text AS entry FROM journal_entry WHERE correlation_id = $1',
      [first.correlationId],
    );
    expect(entries.filter(({ type }) => type.includes('.GridEvent'))).toHaveLength(9);
    expect(entries.filter(({ type }) => type.includes('.PersonalDataRevealed'))).toHaveLength(1);
    const { logs } = dataLayout(dataDir);
    const texts = [
      ...entries.map(({ entry }) => entry),
      ...readdirSync(logs).map((file) => readFileSync(join(logs, file), 'utf8')),
    ];
    for (const words of Object.values(WORDS))
      expect(texts.filter((text) => text.includes(words))).toEqual([]);
  });

  it(
    'finds everything kept after a restart, and plays again on the same data',
    async () => {
      const eventId = found(first, 'IndicatorPart.records')['record'] as { gridEvent: { id: string } };
      await platform.stop();
      await start();
      const reader = await Person.signIn('county-command', address, first.correlationId);
      const query = `query ($id: ID!) { gridEvent(id: $id) { state history { hash } } }`;
      const { gridEvent } = await reader.ask<{ gridEvent: { state: string; history: { hash: string }[] } }>(
        query,
        {
          id: eventId.gridEvent.id,
        },
      );
      const history = found(first, 'GridEvent.history')['history'] as { hash: string }[];
      expect(gridEvent.state).toBe('CLOSED');
      expect(gridEvent.history.map(({ hash }) => hash)).toEqual(history.map(({ hash }) => hash));
      const { status, stdout, stderr } = await runStory({ LIANXIN_DATA_DIR: dataDir });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const second = JSON.parse(stdout) as PlayedStory;
      expect(Object.keys(second)).toEqual(['correlationId', 'steps']);
      expect(found(second, 'Area.indicators')['before']).toEqual(found(first, 'Area.indicators')['after']);
    },
    limitMs,
  );

  it(
    'fails at the step that the graph does not answer as told',
    async () => {
      const officer = await Person.signIn('township-officer', address, 'story-spec');
      const interfere = async ({ action, found: { gridEventId } }: Step): Promise<void> => {
        if (action === 'reportGridEvent' && gridEventId) {
          const mutation = `mutation ($input: GridEventNoteInput!) { refuseGridEvent(input: $input) { id } }`;
          await officer.command(mutation, 'refuseGridEvent', { gridEventId, note: '不属于受理范围。' });
        }
      };
      await expect(playStory({ address, afterStep: interfere })).rejects.toThrow(
        /^step 5, village-officer, area: the event in the list: expected "REPORTED", got "REFUSED"$/,
      );
    },
    limitMs,
  );
});

describe('the chapter on trust', () => {
  let trust: PlayedStory;
  const stepsOf = (action: string) => trust.steps.filter((step) => step.action === action);

  it(
    'ends well',
    async () => {
      trust = await playTrust({ address });
      expect(trust.steps.map(({ number }) => number)).toEqual(trust.steps.map((_, index) => index + 1));
    },
    limitMs,
  );

  it('answers whoever has no account by the slip alone', () => {
    expect(found(trust, 'openReportSlip')['state']).toBe('RESULT_NOTIFIED');
    expect(stepsOf('answerGridEventFollowUpBySlip').map(({ who }) => who)).toEqual(['slip-holder']);
  });

  it('hides a complaint from the officer in every way there is to look', () => {
    const looks = trust.steps.filter(({ who }) => who === 'village-officer').map(({ action }) => action);
    expect(looks).toEqual(
      expect.arrayContaining([
        ...['gridEvent', 'gridEvents', 'gridEventStatistics', 'gridEventFeed', 'likelyGridEventDuplicates'],
      ]),
    );
  });

  it('alerts four posts, and the next one when nobody acknowledges', () => {
    const [atOnce, later] = stepsOf('gridEventAlerts').map((step) => step.found);
    expect([...(atOnce?.['levels'] as string[])].sort()).toEqual([
      ...['COUNTY', 'DEPARTMENT', 'TOWNSHIP', 'VILLAGE'],
    ]);
    expect(later).toEqual({ rungUpTo: 'TOWNSHIP', ringCount: 1 });
    expect(found(trust, 'acknowledgeGridEventAlert')['acknowledgedByRole']).toBe('TOWNSHIP_OFFICER');
  });

  it('tells each of three reporters, and asks each', () => {
    const told = stepsOf('myNotifications').map(({ who }) => who);
    expect(told).toEqual(['resident', 'resident-2', 'resident-3', 'resident']);
    expect(stepsOf('followUpGridEvent')).toHaveLength(2);
    expect(stepsOf('answerGridEventFollowUp').map(({ who }) => who)).toEqual(['resident-3']);
  });

  it('loses nothing of what a failing receiver was to get, and leaves no webhook behind', async () => {
    const log = found(trust, 'webhook');
    expect(log['refused']).toBeGreaterThanOrEqual(2);
    expect(log['delivered']).toBeGreaterThanOrEqual(5);
    const sql = `SELECT count(*)::int AS left FROM webhook WHERE status <> 'REMOVED'`;
    expect(await select('grid_registry', sql)).toEqual([{ left: 0 }]);
  });
});

describe('npm run story', () => {
  it.each([
    [['--chapter', 'love'], '--chapter is one of life, trust, project, not love\n'],
    [['--fast'], '--fast is not an option: see npm run story -- --help\n'],
  ])('refuses %j in one line', async (options, stderr) => {
    const answer = await runStory({ LIANXIN_DATA_DIR: dataDir }, ...options);
    expect(answer).toEqual({ status: 1, stdout: '', stderr });
  });

  it('says in one line that nothing runs', async () => {
    const { status, stdout, stderr } = await runStory({ LIANXIN_PORT: '1025' });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: 'nothing answers on port 1025: start the platform with npm start (or set LIANXIN_PORT)\n',
    });
  });
});
