import { DAY_MS } from '@lianxin/policy';
import type { TallyRow } from '../statistics/statistics.queries.js';
import type { ProjectState } from '../../projects/project.transitions.js';

/** S0-01: how many small public works a place closes, from the first day of a year on. */
export interface Programme {
  readonly target: number;
  readonly firstYear: number;
  readonly years: number;
}

export interface Progress {
  readonly target: number;
  readonly closed: number;
  readonly underWay: number;
  readonly expectedByToday: number;
}

/** A body has decided on it, and it is not over. */
const UNDER_WAY: ReadonlySet<ProjectState> = new Set([
  'DECIDED',
  'ON_NOTICE',
  'CLEARED',
  'IN_PROGRESS',
  'STOPPED',
  'COMPLETED',
  'ACCEPTED',
  'EVALUATED',
  'AUDITED',
] as const);

export const yearsOf = ({ firstYear, years }: Programme): number[] =>
  Array.from({ length: years }, (_, index) => firstYear + index);

/** @param today YYYY-MM-DD, Asia/Shanghai; a programme is expected to go on evenly, day by day */
export function progressOf(programme: Programme, rows: readonly TallyRow[], today: string): Progress {
  const years = new Set(yearsOf(programme));
  const counted = (isMeant: (state: ProjectState) => boolean): number =>
    rows
      .filter(({ year, state }) => years.has(year) && isMeant(state))
      .reduce((sum, { projects }) => sum + projects, 0);
  return {
    target: programme.target,
    closed: counted((state) => state === 'CLOSED'),
    underWay: counted((state) => UNDER_WAY.has(state)),
    expectedByToday: expectedOn(programme, today),
  };
}

function expectedOn({ target, firstYear, years }: Programme, today: string): number {
  const first = `${firstYear}-01-01`;
  const all = daysBetween(first, `${firstYear + years}-01-01`);
  const gone = Math.min(Math.max(daysBetween(first, today), 0), all);
  return Math.floor((target * gone) / all);
}

export const addUp = (parts: readonly Progress[]): Progress => ({
  target: sum(parts, 'target'),
  closed: sum(parts, 'closed'),
  underWay: sum(parts, 'underWay'),
  expectedByToday: sum(parts, 'expectedByToday'),
});

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

const sum = (parts: readonly Progress[], of: keyof Progress): number =>
  parts.reduce((total, part) => total + part[of], 0);
