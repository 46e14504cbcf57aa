import { z } from 'zod';
import { defineEvent } from '../event.js';
import { instant } from '../fields.js';

/** What somebody looks at the words of: what residents said, why a plan was given back, and what was written of a project's steps. */
export const WORDS_MATTERS = ['NEED', 'OBJECTION', 'REMARK', 'PLAN', 'PROJECT'] as const;

/** What for: to deal with it, or because it is one's own. */
export const WORDS_PURPOSES = ['HANDLING', 'OWN'] as const;

const disclosures = { service: 'micro-project', aggregate: 'disclosure' };
const look = {
  disclosureId: z.uuid(),
  matterId: z.uuid(),
  purpose: z.enum(WORDS_PURPOSES).describe('What for (查阅目的).'),
  at: instant,
};
const description = 'Somebody read what people typed (查看个人信息); the persons concerned see it, S1-20.';

export const MicroProjectWordsRevealed = defineEvent(
  disclosures,
  'MicroProjectWordsRevealed',
  { ...look, matter: z.enum(WORDS_MATTERS).describe('What was looked at (查阅对象).') },
  { version: 3, description },
);

/** As it was before the steps of projects were read. */
export const MicroProjectWordsRevealedV2 = defineEvent(
  disclosures,
  'MicroProjectWordsRevealed',
  {
    ...look,
    matter: z.enum(['NEED', 'OBJECTION', 'REMARK', 'PLAN']).describe('What was looked at (查阅对象).'),
  },
  { version: 2, isRetired: true, description },
);

/** As it was before plans were given back with a reason. */
export const MicroProjectWordsRevealedV1 = defineEvent(
  disclosures,
  'MicroProjectWordsRevealed',
  { ...look, matter: z.enum(['NEED', 'OBJECTION', 'REMARK']).describe('What was looked at (查阅对象).') },
  { isRetired: true, description },
);
