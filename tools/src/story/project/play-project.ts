import { randomUUID } from 'node:crypto';
import { shanghaiYear } from '@lianxin/policy';
import type { PlayedStory, StoryOptions } from '../play-story.js';
import { Storyteller } from '../storyteller.js';
import { playDecision } from './decision.scene.js';
import { TOWNSHIP, VILLAGE } from '../plot.js';
import { playAcceptance, playClosing } from './ending.scene.js';
import { readIndicatorsAfter, readIndicatorsBefore } from './indicators.scene.js';
import { readJournals } from './journals.scene.js';
import { registerBody } from './meetings.js';
import { playNeed } from './need.scene.js';
import { playNotice } from './notice.scene.js';
import { onOwnPlatform } from './own-platform.js';
import { playPlan } from './plan.scene.js';
import { Stage } from './stage.js';
import { playSurvey } from './survey.scene.js';
import { playWorks } from './works.scene.js';

/** Next March: no year ends and no holiday comes while the story is told. */
const eveFrom = (today: Date): Date => new Date(`${shanghaiYear(today) + 1}-02-28T04:00:00Z`);

/**
 * Plays the whole life of a small public work (S0-08…24), on a platform of its own whose clocks it moves: what takes weeks is told
 * in a minute.
 * @throws StoryError naming the step, what was expected and what came instead
 */
export function playProject({
  say = () => undefined,
  afterStep,
}: Omit<StoryOptions, 'address'>): Promise<PlayedStory> {
  say('    starting a platform of its own, whose clocks the story moves ...');
  return onOwnPlatform(async (platform) => {
    const correlationId = randomUUID();
    const teller = new Storyteller(say, afterStep);
    const stage = new Stage(teller, platform, correlationId);
    await stage.goOnAfter(eveFrom(new Date()), 'the story begins');
    await readIndicatorsBefore(stage);
    const committees = await registerBody(stage, 'VILLAGE_TWO_COMMITTEES', VILLAGE);
    const committee = await registerBody(stage, 'TOWNSHIP_PARTY_COMMITTEE', TOWNSHIP);
    const needId = await playNeed(stage, committees);
    const planItemId = await playPlan(stage, committee, needId);
    await playDecision(stage, committee, { needIds: [needId], planItemId });
    await playNotice(stage);
    await playWorks(stage, committees);
    await playAcceptance(stage);
    await playSurvey(stage);
    await playClosing(stage);
    await readIndicatorsAfter(stage);
    await readJournals(stage, needId);
    return { correlationId, steps: teller.steps };
  });
}
