import { shanghaiYear } from '@lianxin/policy';
import type { GraphClient } from './graph-client.js';

export const dashboardAccount = 'county-command';

/** How much of the county is asked for, and how many villages that is. */
export interface Extent {
  readonly townships: number;
  /** At most, of each township. */
  readonly villages: number;
  readonly expected: number;
}

const dashboard = `
  query CountyDashboard($townships: Int!, $villages: Int!, $from: String!, $to: String!, $year: Int!) {
    area(code: "361104") {
      name
      children(first: $townships) { edges { node {
        code name
        children(first: $villages) { edges { node {
          id code name
          gridEvents(first: 3) { edges { node { id category state urgency reportedAt dueAt isOverdue } } pageInfo { hasNextPage } }
          gridEventStatistics(from: $from, to: $to) { total overdue byState { state count } }
          indicators(year: $year) { code parts { code numerator denominator ratio } }
        } } }
      } } }
    }
  }`;

interface Village {
  readonly gridEventStatistics: { readonly total: number };
  readonly indicators: readonly { readonly parts: readonly unknown[] }[];
}

interface Edges<Node> {
  readonly children: { readonly edges: readonly { readonly node: Node }[] };
}

/** The year in which most of the stock lies: this one, but for its first months. */
export const dashboardYear = (): number => shanghaiYear(new Date(Date.now() - 150 * 86_400_000));

/** Asks for the dashboard. @throws when it is not answered whole */
export async function lookAtCounty(
  graph: GraphClient,
  extent: Extent,
  year: number,
): Promise<readonly Village[]> {
  const { townships, villages, expected } = extent;
  const variables = { townships, villages, from: `${year}-01-01`, to: `${year + 1}-01-01`, year };
  const { area } = await graph.ask<{ area: Edges<Edges<Village>> }>(dashboardAccount, dashboard, variables);
  const answered = area.children.edges.flatMap(({ node }) => node.children.edges.map((edge) => edge.node));
  const isWhole = answered.every(({ indicators }) => indicators.some(({ parts }) => parts.length > 0));
  if (answered.length !== expected || !isWhole)
    throw new Error(`the dashboard answered ${answered.length} villages`);
  return answered;
}
