import { z } from 'zod';
import { defineEvent } from '../event.js';
import { instant } from '../fields.js';

/** Whose words somebody looks at: what residents said of small public works. */
export const WORDS_MATTERS = ['NEED', 'OBJECTION', 'REMARK'] as const;

/** What for: to deal with it, or because it is one's own. */
export const WORDS_PURPOSES = ['HANDLING', 'OWN'] as const;

export const MicroProjectWordsRevealed = defineEvent(
  { service: 'micro-project', aggregate: 'disclosure' },
  'MicroProjectWordsRevealed',
  {
    disclosureId: z.uuid(),
    matter: z.enum(WORDS_MATTERS).describe('What was looked at (查阅对象).'),
    matterId: z.uuid(),
    purpose: z.enum(WORDS_PURPOSES).describe('What for (查阅目的).'),
    at: instant,
  },
  { description: 'Somebody read what people typed (查看个人信息); the persons concerned see it, S1-20.' },
);
