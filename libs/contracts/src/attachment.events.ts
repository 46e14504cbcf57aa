import { z } from 'zod';
import { defineEvent } from './event.js';
import { areaCode, digest, instant } from './fields.js';
import { REVEAL_PURPOSES } from './grid-event.events.js';

/** What a file shows: the matter as it was reported, the work, what was found of it, or the result for the reporter. */
export const ATTACHMENT_PURPOSES = ['REPORT', 'HANDLING', 'VERIFICATION', 'RESULT'] as const;

/** Told from the content; nothing else is taken. */
export const ATTACHMENT_MEDIA_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const;

const producer = { service: 'grid-registry', aggregate: 'grid-event-attachment' };

export const GridEventAttachmentAdded = defineEvent(
  producer,
  'GridEventAttachmentAdded',
  {
    attachmentId: z.uuid(),
    gridEventId: z.uuid(),
    areaCode,
    purpose: z.enum(ATTACHMENT_PURPOSES).describe('What it shows (附件用途).'),
    mediaType: z.enum(ATTACHMENT_MEDIA_TYPES).describe('What it is by its content.'),
    bytes: z.int().positive().describe('As it is kept, before its encryption.'),
    digestAlgorithm: z.enum(['SHA-256']).describe('Of the digest.'),
    digest: digest.describe('Of the stored ciphertext, so that it can be checked by who cannot open it.'),
    at: instant,
  },
  {
    description:
      'A file was added to a grid event (添加附件). It is kept encrypted under the key of whoever added it, and becomes unreadable with that key.',
  },
);

export const GridEventAttachmentRevealed = defineEvent(
  producer,
  'GridEventAttachmentRevealed',
  {
    attachmentId: z.uuid(),
    gridEventId: z.uuid(),
    disclosureId: z.uuid(),
    purpose: z.enum(REVEAL_PURPOSES).describe('What for.'),
    at: instant,
  },
  {
    description: 'Somebody was let see a file (查看附件); the person who added it sees that, S1-20.',
  },
);
