import { checkUuid } from '@lianxin/service-kit';
import type { ProjectRow } from '../projects/entity/project.row.js';
import {
  AcceptanceParticipantError,
  NotTheProposerError,
  SubstituteInvolvedError,
} from './acceptance.errors.js';

/** Who took part for those who asked for the work: one of these. */
export interface Participation {
  /** A proposer who has an account. */
  readonly proposerId?: string | null;
  /** The name of one who has none. */
  readonly proposerName?: string | null;
  /** A beneficiary in their place. */
  readonly substitute?: { readonly personId?: string | null } | null;
}

type Inspected = Pick<ProjectRow, 'proposerIds' | 'needIds' | 'proposedBy'>;

/** Who has a hand in the work: whoever inspects it, and the persons behind its contractor. */
export interface Involved {
  readonly inspectorId: string;
  readonly contractors: readonly string[];
}

/**
 * S0-18: the proposer takes part in the acceptance, or a beneficiary does where they cannot.
 * @returns whether it was the proposer
 * @throws AcceptanceParticipantError, NotTheProposerError, SubstituteInvolvedError, MalformedIdError
 */
export function isProposerPresent(
  project: Inspected,
  { proposerId: given, proposerName, substitute }: Participation,
  { inspectorId, contractors }: Involved,
): boolean {
  const proposerId = given && checkUuid(given, 'proposerId');
  if ([proposerId, proposerName, substitute].filter(Boolean).length !== 1)
    throw new AcceptanceParticipantError();
  if (substitute) {
    const involved = [...contractors, project.proposedBy, inspectorId];
    const personId = substitute.personId && checkUuid(substitute.personId, 'personId');
    if (personId && involved.includes(personId)) throw new SubstituteInvolvedError();
    return false;
  }
  const isKnown = proposerId ? project.proposerIds.includes(proposerId) : project.needIds.length > 0;
  if (!isKnown) throw new NotTheProposerError();
  if (proposerId && contractors.includes(proposerId)) throw new SubstituteInvolvedError();
  return true;
}
