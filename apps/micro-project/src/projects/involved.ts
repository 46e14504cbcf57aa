import type { EntityManager } from 'typeorm';
import { TRANSITIONS } from './project.transitions.js';
import type { TransitionName } from './project.transitions.js';

/** Steps of whoever carries a project out. */
const OF_THE_LEAD: readonly TransitionName[] = [
  ...(['propose', 'revise', 'submit', 'postNotice', 'extendNotice', 'endNotice'] as const),
  ...(['selectContractor', 'start', 'reachMilestone', 'recordPayment', 'delay', 'stop', 'resume'] as const),
  ...([
    'requestChange',
    'complete',
    'passAcceptance',
    'failAcceptance',
    'openSurvey',
    'closeSurvey',
  ] as const),
  ...(['startInEmergency', 'regulariseEmergency'] as const),
];

const INVOLVED = `
  SELECT 1 FROM project p WHERE p.id = ANY ($1::uuid[]) AND (
    $2::uuid = p.proposed_by OR $2 = ANY (p.proposer_ids)
    OR EXISTS (SELECT 1 FROM contractor c WHERE c.id = p.contractor_id AND $2 = ANY (c.stakeholder_ids))
    OR EXISTS (SELECT 1 FROM journal_entry j WHERE j.aggregate_id = p.id::text AND j.actor_subject = $2 AND j.type = ANY ($3::text[])))
  LIMIT 1`;

/**
 * Whether somebody asked for one of these projects, is behind its contractor or related, or took a step of whoever carries it out:
 * they do not judge it.
 */
export async function isInvolved(
  tx: EntityManager,
  subject: string,
  projectIds: readonly string[],
): Promise<boolean> {
  const types = OF_THE_LEAD.map((name) => TRANSITIONS[name].event.type);
  return (await tx.query<unknown[]>(INVOLVED, [projectIds, subject, types])).length > 0;
}
