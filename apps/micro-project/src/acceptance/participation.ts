import { checkUuid } from '@lianxin/service-kit';
import { accountsOf } from '../parties/party.row.js';
import type { PartyRow } from '../parties/party.row.js';
import type { ProjectRow } from '../projects/entity/project.row.js';
import {
  AcceptanceParticipantError,
  NotTheProposerError,
  SubstituteInvolvedError,
} from './acceptance.errors.js';

/** Who took part for those who asked for the work: one of these. */
export interface Participation {
  /** A proposer whose account everybody in office may know. */
  readonly proposerId?: string | null;
  /** The name of one who has no account, or whose account is nobody's to know. */
  readonly proposerName?: string | null;
  /** A beneficiary in their place. */
  readonly substitute?: { readonly personId?: string | null } | null;
}

type Inspected = Pick<ProjectRow, 'proposedBy'>;

/** What is known of who stands behind a need that the work answers. */
export type AskedBy = Pick<PartyRow, 'subjectId' | 'proxyId' | 'keyerId' | 'confidentiality'>;

/** Who asked for the work, and who has a hand in it: whoever inspects it, and the persons behind its contractor. */
export interface Involved {
  readonly needs: readonly AskedBy[];
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
  { needs, inspectorId, contractors }: Involved,
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
  // First of all, so that it says nothing of who asked for the work.
  if (proposerId && contractors.includes(proposerId)) throw new SubstituteInvolvedError();
  const isOneOfThem = proposerId
    ? needs.some((need) => openAccountsOf(need).includes(proposerId))
    : needs.some((need) => openAccountsOf(need)[0] !== need.subjectId);
  if (!isOneOfThem) throw new NotTheProposerError();
  return true;
}

/** Whoever asked in confidence is no account to be guessed here: they take part by their name. */
const openAccountsOf = (need: AskedBy): string[] => (need.confidentiality === 'OPEN' ? accountsOf(need) : []);
