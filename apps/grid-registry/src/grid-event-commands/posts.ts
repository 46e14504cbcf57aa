import { Role } from '@lianxin/access';
import type { HandlingLevel } from '../grid-events/entity/grid-event.row.js';
import type { TransitionName } from '../grid-events/grid-event.transitions.js';

const LEVELS: Partial<Record<Role, HandlingLevel>> = {
  [Role.GRID_WORKER]: 'GRID',
  [Role.GRID_LEADER]: 'GRID',
  [Role.VILLAGE_OFFICER]: 'VILLAGE',
  [Role.TOWNSHIP_OFFICER]: 'TOWNSHIP',
};

/** The level that a post decides for; whatever is none of grid, village or township is the county's. */
export const levelOfPost = (role: Role): HandlingLevel => LEVELS[role] ?? 'COUNTY';

/** Handling itself: whoever does it is never asked, and never asks, how it was. */
const HANDLING: ReadonlySet<TransitionName> = new Set([
  'refuse',
  'start',
  'return',
  'reportDone',
  'verify',
  'failVerification',
  'requestExtension',
  'tellProcedure',
  'handOver',
  'answerJointResponse',
]);

/** Passing work on: part of handling too, but for the command centre, whose own office it is and which is not scored for it (S1-27). */
const PASSING_ON: ReadonlySet<TransitionName> = new Set([
  'accept',
  'dispatch',
  'escalate',
  'notifyResult',
  'decideExtension',
  'callJointResponse',
  'standDown',
  'merge',
]);

/** Whether who takes that step under that post takes part in the handling (S1-28). None of these steps is a reporter's own. */
export function isHandling(step: TransitionName, role: Role): boolean {
  return HANDLING.has(step) || (role !== Role.COUNTY_COMMAND && PASSING_ON.has(step));
}
