import type { Random } from '../random.js';
import { accounts } from './acts.js';

const DASHBOARD = `query ($code: String!, $year: Int!) {
  area(code: $code) { name gridEvents(first: 20) { edges { node { id state level } } }
    indicators(year: $year) { code parts { code numerator denominator } } }
}`;
const NOTIFICATIONS = `{ myNotifications(first: 20) { edges { node { kind } } } }`;
const AREAS = `query ($code: String!) { area(code: $code) { name parent { name } grids { code name } } }`;

interface Query {
  readonly account: string;
  readonly document: string;
  readonly variables: object;
}

/** Something that people look at all day. */
export function queryOf(random: Random): Query {
  const code = random.pick(['361104111', '361104', '361104111001']);
  const year = new Date().getFullYear();
  return random.pick([
    { account: accounts.county, document: DASHBOARD, variables: { code, year } },
    { account: accounts.worker, document: NOTIFICATIONS, variables: {} },
    { account: accounts.county, document: AREAS, variables: { code } },
  ]);
}
