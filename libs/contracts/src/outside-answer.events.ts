import { z } from 'zod';
import { defineEvent } from './event.js';
import { areaCode, digest, instant } from './fields.js';
import { OUTSIDE_SYSTEMS } from './grid-event.vocabulary.js';

/** What another system's numbers are exported for. */
export const OUTSIDE_EXPORT_PURPOSES = ['ANSWER_BACK', 'RECONCILIATION'] as const;

export const OutsideAnswersExported = defineEvent(
  { service: 'grid-registry', aggregate: 'outside-answer-export' },
  'OutsideAnswersExported',
  {
    exportId: z.uuid(),
    areaCode,
    system: z.enum(OUTSIDE_SYSTEMS).describe('Whom the answers are for.'),
    purpose: z.enum(OUTSIDE_EXPORT_PURPOSES).describe('What the file is for (导出用途).'),
    isUnansweredOnly: z.boolean().describe('Whether it holds only what was not answered as it stood.'),
    receivedFrom: instant.nullable(),
    receivedTo: instant.nullable(),
    rowCount: z.int().nonnegative(),
    fileDigest: digest,
    at: instant,
  },
  {
    description:
      'How matters of 12345, 110 and others stand was written to a file for them (外部编号反馈导出).',
  },
);
