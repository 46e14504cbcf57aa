import { z } from 'zod';
import { defineEvent } from './event.js';
import { areaCode, day, instant } from './fields.js';

/** What a register is taken out for. */
export const REGISTER_PURPOSES = [
  'SUPERVISION',
  'REPORTING',
  'ASSESSMENT',
  'AUDIT',
  'FOLLOW_UP',
  'ARCHIVE',
] as const;

export const GridEventRegisterExported = defineEvent(
  { service: 'grid-registry', aggregate: 'grid-event-register-export' },
  'GridEventRegisterExported',
  {
    exportId: z.uuid(),
    areaCode,
    from: day,
    to: day.describe('The day after the last.'),
    purpose: z.enum(REGISTER_PURPOSES),
    withPersonalColumns: z.boolean(),
    rowCount: z.int().nonnegative(),
    disclosedCount: z.int().nonnegative().describe('Of how many events personal columns were filled.'),
    isContinuation: z.boolean().describe('Whether it goes on from an earlier part.'),
    at: instant,
  },
  { description: 'Somebody took a part of the event register out as a file (导出事件台账).' },
);
