import type { JournalEntry } from '@lianxin/journal';
import { lastOutcome, type LedgerEntry } from '../load/ledger.js';
import { finding, groupedBy, type Finding } from './findings.js';

type Effect = Pick<JournalEntry, 'id' | 'correlationId' | 'aggregateId'>;

/**
 * Compares what clients know with what the journal says. Acknowledged: there exactly once, on the aggregate that was
 * named. Refused: not there. Unknown: at most once. And nothing that nobody asked for.
 * @param entries recorded since the campaign began
 */
export function checkEffects(ledger: readonly LedgerEntry[], entries: readonly Effect[]): Finding[] {
  const effects = groupedBy(entries, ({ correlationId }) => correlationId);
  const asked = new Set(ledger.map(({ id }) => id));
  return [
    ...ledger.flatMap((request) => checkRequest(request, effects.get(request.id) ?? [])),
    ...entries
      .filter(({ correlationId }) => !asked.has(correlationId))
      .map(({ id }) => finding('doubled', `entry ${id}: nobody asked for it`)),
  ];
}

function checkRequest(request: LedgerEntry, effects: readonly Effect[]): Finding[] {
  const outcome = lastOutcome(request);
  const name = `${request.mutation} ${request.id}`;
  if (outcome.kind === 'acknowledged' && request.mustBeRefused)
    return [finding('doubled', `${name}: allowed, and should be refused`)];
  const findings: Finding[] = [];
  if (effects.length > mostOf(request))
    findings.push(finding('doubled', `${name}: ${effects.length} entries, told ${told(request)}`));
  if (outcome.kind !== 'acknowledged') return findings;
  if (request.mustBeRefused) findings.push(finding('doubled', `${name}: allowed, and should be refused`));
  else if (effects.length === 0)
    findings.push(finding('lost', `${name}: acknowledged, and not in the journal`));
  else if (outcome.aggregateId && effects[0]?.aggregateId !== outcome.aggregateId)
    findings.push(finding('lost', `${name}: acknowledged for ${outcome.aggregateId}, recorded for another`));
  return findings;
}

/** Refused at the first attempt is refused; after an attempt nobody knows of, its effect may be there already. */
function mostOf({ mustBeRefused, outcomes }: LedgerEntry): number {
  const isRefused = outcomes.length > 0 && outcomes.every(({ kind }) => kind === 'refused');
  return mustBeRefused || isRefused ? 0 : 1;
}

const told = ({ outcomes }: LedgerEntry): string => outcomes.map(({ kind }) => kind).join(', ') || 'nothing';
