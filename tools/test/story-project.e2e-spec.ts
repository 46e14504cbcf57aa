import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../src/platform/settings.js';
import type { PlayedStory } from '../src/story/play-story.js';
import { onOwnPlatform } from '../src/story/project/own-platform.js';
import { playProject } from '../src/story/project/play-project.js';
import type { PlatformAddress } from '../src/story/running-platform.js';
import type { Step } from '../src/story/storyteller.js';
import { standInPlan } from './stand-ins.js';

const limitMs = 300_000;
const before = process.env['TMPDIR'];
/** Where the story puts its platform: nothing else does. */
let place: string;

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'lianxin-project-spec-'));
  process.env['TMPDIR'] = place;
});

afterAll(() => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  rmSync(place, { recursive: true, force: true });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resume) => setTimeout(resume, 50));
}

const answers = ({ gatewayUrl }: PlatformAddress): Promise<boolean> =>
  fetch(`${gatewayUrl}/health/live`).then(
    () => true,
    () => false,
  );

describe('the chapter on a project', () => {
  let story: PlayedStory;
  const stepsOf = (action: string): Step[] => story.steps.filter((step) => step.action === action);
  const lastOf = (action: string): Step['found'] => stepsOf(action).at(-1)?.found ?? {};

  beforeAll(async () => {
    story = await playProject({});
  }, limitMs);

  it('ends well, and leaves nothing behind', () => {
    expect(story.steps.map(({ number }) => number)).toEqual(story.steps.map((_, index) => index + 1));
    expect(lastOf('closeMicroProject')).toEqual({ state: 'CLOSED' });
    expect(readdirSync(place)).toEqual([]);
  });

  it('takes weeks of the calendar of its platform', () => {
    const days = stepsOf('clock').map(({ found }) => String(found['at']).slice(0, 10));
    expect(days).toHaveLength(6);
    expect(days).toEqual([...days].sort());
    expect(Date.parse(days.at(-1) ?? '') - Date.parse(days[0] ?? '')).toBeGreaterThan(45 * 86_400_000);
  });

  it('is refused on the way what must not be', () => {
    const refused = story.steps.flatMap(({ who, action, found: { code } }) =>
      code ? [[who, action, code]] : [],
    );
    expect(refused).toEqual([
      ['village-officer', 'recordMicroProjectDecision', 'FORBIDDEN'],
      ['village-officer', 'startMicroProject', 'ILLEGAL_TRANSITION'],
      ['village-officer', 'endMicroProjectNotice', 'OBJECTION_OPEN'],
      ['village-officer', 'ruleObjection', 'NOT_FOUND'],
      ['township-officer', 'ruleObjection', 'NOT_FOUND'],
      ['village-officer', 'recordMicroProjectPayment', 'PAYMENT_ABOVE_COMMITMENT'],
      ['resident', 'drawSurveyToken', 'SURVEY_TOKEN_DRAWN'],
      ['village-officer', 'closeMicroProjectSurvey', 'SURVEY_NOT_OVER'],
      ['village-officer', 'closeMicroProject', 'ARCHIVE_INCOMPLETE'],
    ]);
    expect(stepsOf('MicroProject.archive').map(({ found }) => found['missing'])).toEqual([
      ['RESOLUTION', 'CONTRACT'],
      [],
    ]);
  });

  it('moves the indicators under the correlation id of the first report', () => {
    expect(lastOf('Area.indicators')['after']).toMatchObject({
      ...{ PLAN_DONE: [1, 1], PROCEDURE: [1, 1], ACCEPTED_AND_EVALUATED: [1, 1] },
      ...{ ARCHIVE_COMPLETE: [1, 1], PROJECT_SATISFACTION: [11, 12] },
    });
    const { correlationId, entries } = lastOf('journal') as { correlationId: string; entries: string[] };
    expect(correlationId).toBe(story.correlationId);
    const told = ['GridEventReported', 'NeedSubmitted', 'ProjectProposed', 'NoticePosted', 'ProjectClosed'];
    expect(entries).toEqual(expect.arrayContaining(told));
  });
});

describe('a platform of its own', () => {
  it(
    'goes when the story fails',
    async () => {
      let address: PlatformAddress | undefined;
      const plan = standInPlan();
      const played = onOwnPlatform(async (platform) => {
        address = platform.address;
        expect(await answers(address)).toBe(true);
        throw new Error('as told');
      }, plan);
      await expect(played).rejects.toThrow('as told');
      rmSync(plan.root, { recursive: true });
      expect(address && (await answers(address))).toBe(false);
      expect(readdirSync(place)).toEqual([]);
    },
    limitMs,
  );

  it(
    'goes when somebody interrupts it on its way up',
    async () => {
      const { PATH = '', HOME = '' } = process.env;
      const program = join(workspaceRoot, 'tools/dist/story/main.js');
      const child = spawn(process.execPath, [program, '--chapter', 'project'], {
        env: { PATH, HOME, TMPDIR: place },
        stdio: 'ignore',
      });
      const exited = once(child, 'exit');
      await Promise.race([
        until(() => existsSync(join(place, String(readdirSync(place)[0]), 'data', 'postgres'))),
        exited,
      ]);
      expect(readdirSync(place)).toHaveLength(1);
      child.kill('SIGINT');
      expect(await exited).toEqual([130, null]);
      expect(readdirSync(place)).toEqual([]);
    },
    limitMs,
  );
});
