import { z } from 'zod';
import { defineEvent } from './event.js';
import { areaCode, day, digest, instant, seed } from './fields.js';

const samples = { service: 'grid-registry', aggregate: 'follow-up-sample' };

export const FollowUpSampleDrawn = defineEvent(
  samples,
  'FollowUpSampleDrawn',
  {
    sampleId: z.uuid(),
    areaCode,
    from: day,
    to: day,
    seed,
    populationCount: z.int().nonnegative(),
    populationDigest: digest,
    gridEventIds: z.array(z.uuid()).max(500).describe('What was drawn, in the order of the draw.'),
    at: instant,
  },
  { description: 'Follow-ups to be checked were drawn at random, reproducibly (回访抽查抽样), S1-28.' },
);

export const FollowUpSpotChecked = defineEvent(
  samples,
  'FollowUpSpotChecked',
  {
    sampleId: z.uuid(),
    gridEventId: z.uuid(),
    isReached: z.boolean(),
    isDifferent: z.boolean().nullable().describe('Whether the answers differ; null when not reached.'),
    at: instant,
  },
  { description: 'Somebody else asked a drawn reporter once more (回访抽查), S1-28.' },
);
