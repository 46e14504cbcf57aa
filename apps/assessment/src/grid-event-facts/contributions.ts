import { shanghaiYear } from '@lianxin/policy';
import type { PartCode } from '../indicators/indicator.definitions.js';
import { differenceBetween } from '../tallies/contribution.js';
import type { Contribution } from '../tallies/contribution.js';
import type { Standing } from './grid-event-fact.js';

/** An event that counts only once its deadline has come. */
export interface OpenDeadline {
  readonly dueAt: Date;
  readonly year: number;
}

/** What an event in this standing adds to O5 (S4-23) and O6 (S1-28). */
export function contributionsOf(standing: Standing | null): Contribution[] {
  if (!standing || standing.exclusion) return [];
  const { dueAt, doneAt, resolvedAt, followedUpAt, isReached, isSatisfied } = standing;
  const contributions: Contribution[] = [];
  if (doneAt) contributions.push(counted('ON_TIME', dueAt, standing.isSettledOnTheSpot || doneAt <= dueAt));
  if (resolvedAt) contributions.push(counted('FOLLOWED_UP', resolvedAt, followedUpAt !== null));
  if (resolvedAt && isReached && isSatisfied !== null)
    contributions.push(counted('SATISFIED', resolvedAt, isSatisfied));
  return contributions;
}

/** The deadline that time alone will make count, if the event is open. */
export function openDeadlineOf(standing: Standing | null): OpenDeadline | null {
  if (!standing || standing.exclusion || standing.doneAt) return null;
  return { dueAt: standing.dueAt, year: shanghaiYear(standing.dueAt) };
}

/** What a change of standing adds to and takes from the running counts; nothing that is zero. */
export const changesBetween = (before: Standing | null, after: Standing): Contribution[] =>
  differenceBetween(contributionsOf(before), contributionsOf(after));

function counted(part: PartCode, moment: Date, isAchieved: boolean): Contribution {
  return { part, year: shanghaiYear(moment), numerator: isAchieved ? 1 : 0, denominator: 1 };
}
