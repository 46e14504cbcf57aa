import { randomUUID } from 'node:crypto';
import type { PlayedStory, StoryOptions } from '../play-story.js';
import { Storyteller } from '../storyteller.js';
import { playComplaint } from './complaint.scene.js';
import { playDuplicates } from './duplicates.scene.js';
import { beginEmergency, endEmergency } from './emergency.scene.js';
import { playPaperReport } from './paper-report.scene.js';
import { gatherTrustCast } from './trust-cast.js';
import { playWebhook } from './webhook.scene.js';

/**
 * Plays what makes grid events something to rely on (S3-13, S1-23, S1-27, S1-28): whoever has no telephone, whoever complains of
 * an officer, whoever calls in the night, whoever is not the first to report, and a department whose computer fails.
 * The emergency begins first and ends last: its minute passes while the other scenes play.
 * @throws StoryError naming the step, what was expected and what came instead
 */
export async function playTrust({
  address,
  say = () => undefined,
  afterStep,
}: StoryOptions): Promise<PlayedStory> {
  const correlationId = randomUUID();
  const teller = new Storyteller(say, afterStep);
  const stage = { teller, cast: await gatherTrustCast(address, correlationId) };
  const emergency = await beginEmergency(stage);
  await playPaperReport(stage);
  await playComplaint(stage);
  await playDuplicates(stage);
  await playWebhook(stage);
  await endEmergency(stage, emergency);
  return { correlationId, steps: teller.steps };
}
