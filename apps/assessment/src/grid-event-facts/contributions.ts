import { shanghaiYear } from '@lianxin/policy';
import type { PartCode } from '../indicators/indicator.definitions.js';
import type { Standing } from './grid-event-fact.js';

/** What one event adds to one part of its village's indicators, whatever the time. */
export interface Contribution {
  readonly part: PartCode;
  /** Of Asia/Shanghai. */
  readonly year: number;
  readonly numerator: number;
  readonly denominator: number;
}

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
export function changesBetween(before: Standing | null, after: Standing): Contribution[] {
  const sums = new Map<string, Contribution>();
  const add = (contribution: Contribution, sign: 1 | -1): void => {
    const key = `${contribution.part} ${contribution.year}`;
    const { numerator = 0, denominator = 0 } = sums.get(key) ?? {};
    sums.set(key, {
      ...contribution,
      numerator: numerator + sign * contribution.numerator,
      denominator: denominator + sign * contribution.denominator,
    });
  };
  for (const contribution of contributionsOf(before)) add(contribution, -1);
  for (const contribution of contributionsOf(after)) add(contribution, 1);
  return [...sums.values()].filter(({ numerator, denominator }) => numerator !== 0 || denominator !== 0);
}

function counted(part: PartCode, moment: Date, isAchieved: boolean): Contribution {
  return { part, year: shanghaiYear(moment), numerator: isAchieved ? 1 : 0, denominator: 1 };
}
