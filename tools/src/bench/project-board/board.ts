import { shanghaiYear } from '@lianxin/policy';
import type { GraphClient } from '../graph-client.js';

/** Looks after the township whose board it is. */
export const boardAccount = 'township-officer';
export const boardTownship = '361104111';
/** Of each list; a board of 1,000 projects has as many in each. */
const shown = 10;

const board = `
  query ProjectBoard($areaCode: String!, $year: Int!, $first: Int!) {
    area(code: $areaCode) { name microProjectStatistics(year: $year) {
      total byStage { stage count budgeted committed paid settled } byState { state count } byKind { kind count }
      onTime { ratio } satisfaction { ratio } overdueReviews lateProjects } }
    newest: microProjects(areaCode: $areaCode, first: $first) { ...page }
    waiting: microProjects(areaCode: $areaCode, states: [SUBMITTED], first: $first) { ...page }
    underWay: microProjects(areaCode: $areaCode, states: [CLEARED, IN_PROGRESS, STOPPED], first: $first) { ...page }
    late: microProjects(areaCode: $areaCode, isLate: true, first: $first) { ...page }
  }
  fragment page on MicroProjectConnection { pageInfo { hasNextPage } edges { node {
    id title state stage kind quotaClass budget committed paid dueOn proposedAt isReviewOverdue area { code name } } } }`;

interface List {
  readonly edges: readonly { readonly node: { readonly area: { readonly name: string } } }[];
}

interface Board {
  readonly area: { readonly microProjectStatistics: { readonly total: number } };
  readonly newest: List;
  readonly waiting: List;
  readonly underWay: List;
  readonly late: List;
}

/** Asks for the board. @throws when it is not answered whole: each list has a full page, whatever is stored */
export async function lookAtBoard(graph: GraphClient): Promise<void> {
  const variables = { areaCode: boardTownship, year: shanghaiYear(new Date()), first: shown };
  const { area, ...lists } = await graph.ask<Board>(boardAccount, board, variables);
  const lengths = Object.values(lists).map(({ edges }) => edges.length);
  if (lengths.some((length) => length !== shown) || area.microProjectStatistics.total === 0)
    throw new Error(
      `the board answered ${lengths.join(', ')} projects of ${area.microProjectStatistics.total}`,
    );
}
