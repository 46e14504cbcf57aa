import type { ATTACHMENT_PURPOSES } from '@lianxin/contracts';
import type { GridEventState, TransitionName } from '../grid-events/grid-event.transitions.js';

export type AttachmentPurpose = (typeof ATTACHMENT_PURPOSES)[number];

interface PurposeRule {
  /** What one must be allowed to do with the event to add such a file. */
  readonly action: string;
  /** While the event is in one of these. */
  readonly states: readonly GridEventState[];
  /** The step whose words it goes with: whoever may read those, for the same purpose, may see the file. */
  readonly goesWith: TransitionName;
}

/** Files follow the rules of words: who takes the step shows what it was about (S1-20, S1-22, S1-28). */
export const PURPOSES: Readonly<Record<AttachmentPurpose, PurposeRule>> = {
  REPORT: {
    action: 'reveal:OWN',
    states: [
      'REPORTED',
      'ACCEPTED',
      'DISPATCHED',
      'UNDER_WAY',
      'REPORTED_DONE',
      'VERIFIED',
      'RESULT_NOTIFIED',
      'SETTLED_ON_THE_SPOT',
    ],
    goesWith: 'report',
  },
  HANDLING: { action: 'reportDone', states: ['DISPATCHED', 'UNDER_WAY'], goesWith: 'reportDone' },
  VERIFICATION: { action: 'verify', states: ['REPORTED_DONE'], goesWith: 'verify' },
  RESULT: { action: 'notifyResult', states: ['VERIFIED'], goesWith: 'notifyResult' },
};
