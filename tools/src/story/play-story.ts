import { randomUUID } from 'node:crypto';
import { gatherCast } from './cast.js';
import { compareSubscriptions, followUpAndClose, readHistory, verifyAndNotify } from './close.chapter.js';
import { dispatch, handle } from './handle.chapter.js';
import { readIndicatorsAfter, readIndicatorsBefore } from './indicators.chapter.js';
import { beginPlot } from './plot.js';
import { look, openSubscription, report } from './report.chapter.js';
import type { PlatformAddress } from './running-platform.js';
import { Storyteller } from './storyteller.js';
import type { Step } from './storyteller.js';

export interface StoryOptions {
  address: PlatformAddress;
  /** Is told each step as a line of its own. */
  say?: (line: string) => void;
  /** Runs after each step that went well. */
  afterStep?: (step: Step) => Promise<void>;
}

export interface PlayedStory {
  /** Sent with every request: finds the story in journals and logs. */
  correlationId: string;
  steps: Step[];
}

/**
 * Plays the life of one grid event through the gateway, from report to follow-up (S1-22…24, S1-28, S4-23).
 * @throws StoryError naming the step, what was expected and what came instead
 */
export async function playStory({
  address,
  say = () => undefined,
  afterStep,
}: StoryOptions): Promise<PlayedStory> {
  const correlationId = randomUUID();
  const teller = new Storyteller(say, afterStep);
  const plot = beginPlot(teller, await gatherCast(address, correlationId));
  try {
    await openSubscription(plot);
    await readIndicatorsBefore(plot);
    await report(plot);
    await look(plot);
    await dispatch(plot);
    await handle(plot);
    await verifyAndNotify(plot);
    await followUpAndClose(plot);
    await compareSubscriptions(plot);
    await readIndicatorsAfter(plot);
    await readHistory(plot);
  } finally {
    plot.live?.close();
    plot.resumed?.close();
  }
  return { correlationId, steps: teller.steps };
}
