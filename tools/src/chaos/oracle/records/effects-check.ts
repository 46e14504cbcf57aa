import type { JournalEntry } from '@lianxin/journal';
import { lastOutcome, type LedgerEntry } from '../../load/ledger.js';
import { finding, groupedBy, type Finding } from '../findings.js';

type Effect = Pick<JournalEntry, 'id' | 'correlationId' | 'aggregateId' | 'aggregateType'>;

/** What the platform itself sets off, in the transaction of a report or when time is up; nobody asks for it by a request. */
const SET_OFF: ReadonlySet<string> = new Set(['grid-event-alert']);

/** A repeat "re-reads through today's permission": these alone may answer it though the command was done. */
export const PERMISSION_CODES: ReadonlySet<string> = new Set(['PURPOSE_NOT_OPEN', 'FORBIDDEN', 'NOT_FOUND']);

/** A look is recorded as often as it is taken, also under the same request id. */
const RECORDED_EACH_TIME = 'revealPersonalData';

/** `healed`: all that nobody knew of was sent again, and everybody knows now. */
export type Moment = 'before retries' | 'healed';

/**
 * Compares what clients know with what the journal says. Acknowledged: there exactly once, on the aggregate that was
 * named. Refused: not there. Unknown: at most once, and none is left once all is healed. What was done is answered as
 * done when it is sent again. And nothing that nobody asked for.
 * @param entries recorded since the campaign began
 */
export function checkEffects(
  ledger: readonly LedgerEntry[],
  entries: readonly Effect[],
  moment: Moment,
): Finding[] {
  const asked = entries.filter(({ aggregateType }) => !SET_OFF.has(aggregateType));
  return checkAsked(ledger, asked, moment);
}

function checkAsked(ledger: readonly LedgerEntry[], entries: readonly Effect[], moment: Moment): Finding[] {
  const effects = groupedBy(entries, ({ correlationId }) => correlationId);
  const asked = new Set(ledger.map(({ id }) => id));
  return [
    ...ledger.flatMap((request) => checkRequest(request, effects.get(request.id) ?? [], moment)),
    ...entries
      .filter(({ correlationId }) => !asked.has(correlationId))
      .map(({ id }) => finding('doubled', `entry ${id}: nobody asked for it`)),
  ];
}

/** How many were done, and refused when they were sent again because today's permission no longer lets them be read. */
export function refusedOnRepeatByPermission(
  ledger: readonly LedgerEntry[],
  entries: readonly Effect[],
): number {
  const done = new Set(entries.map(({ correlationId }) => correlationId));
  return ledger.filter((request) => {
    const outcome = lastOutcome(request);
    return done.has(request.id) && isRepeat(request) && outcome.kind === 'refused' && mayRefuse(outcome.code);
  }).length;
}

function checkRequest(request: LedgerEntry, effects: readonly Effect[], moment: Moment): Finding[] {
  const outcome = lastOutcome(request);
  const name = `${request.mutation} ${request.id}`;
  if (outcome.kind === 'acknowledged' && request.mustBeRefused)
    return [finding('doubled', `${name}: allowed, and should be refused`)];
  if (effects.length > mostOf(request))
    return [finding('doubled', `${name}: ${effects.length} entries, told ${told(request)}`)];
  switch (outcome.kind) {
    case 'acknowledged':
      return checkDone(name, outcome.aggregateId, effects);
    case 'refused':
      return effects.length === 0 || mayRefuse(outcome.code)
        ? []
        : [finding('doubled', `${name}: done, and its repeat is refused with ${outcome.code}`)];
    case 'unknown':
      return moment === 'before retries' || request.mustBeRefused
        ? []
        : [finding('lost', `${name}: still unknown when all is healed (${outcome.why})`)];
  }
}

function checkDone(name: string, aggregateId: string | null, [effect]: readonly Effect[]): Finding[] {
  if (!effect) return [finding('lost', `${name}: acknowledged, and not in the journal`)];
  return aggregateId && effect.aggregateId !== aggregateId
    ? [finding('lost', `${name}: acknowledged for ${aggregateId}, recorded for another`)]
    : [];
}

/** Refused at every attempt is refused; after an attempt nobody knows of, its effect may be there already. */
function mostOf({ mutation, mustBeRefused, outcomes }: LedgerEntry): number {
  const mayBeDone = outcomes.filter(({ kind }) => kind !== 'refused').length;
  if (mustBeRefused || (outcomes.length > 0 && mayBeDone === 0)) return 0;
  return mutation === RECORDED_EACH_TIME ? Math.max(1, mayBeDone) : 1;
}

const isRepeat = ({ outcomes }: LedgerEntry): boolean => outcomes.length > 1;
const mayRefuse = (code: string): boolean => PERMISSION_CODES.has(code);
const told = ({ outcomes }: LedgerEntry): string => outcomes.map(({ kind }) => kind).join(', ') || 'nothing';
