import { GRID_EVENT_STATES } from '@lianxin/contracts';
import type { TestClient } from '@lianxin/testing';
import type { Place } from './grid-registry.fixture.js';

const RATE = '{ numerator denominator ratio notApplicableBecause }';
const FIGURES = `total overdue isWithheld response ${RATE} completion ${RATE} satisfaction ${RATE}`;
const PER_HOUSEHOLDS = `perHundredHouseholds { numerator denominator ratio notApplicableBecause isSynthetic }`;
export const STATISTICS = `query ($areaCode: String, $gridCode: String, $departmentId: ID, $from: String!, $to: String!, $categories: [GridEventCategory!]) {
  gridEventStatistics(areaCode: $areaCode, gridCode: $gridCode, departmentId: $departmentId, from: $from, to: $to, categories: $categories) {
    ${FIGURES} ${PER_HOUSEHOLDS} byState { state count } byCategory { category ${FIGURES} ${PER_HOUSEHOLDS} }
    byGrid { grid { code } ${FIGURES} } byDepartment { department { id } ${FIGURES} } } }`;

export interface Rate {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly ratio: number | null;
  readonly notApplicableBecause: string | null;
}
export interface Figures {
  readonly total: number | null;
  readonly overdue: number | null;
  readonly isWithheld: boolean;
  readonly response: Rate;
  readonly completion: Rate;
  readonly satisfaction: Rate;
}
export interface Statistics extends Figures {
  readonly perHundredHouseholds: Rate & { isSynthetic: boolean };
  readonly byState: readonly { state: string; count: number }[];
  readonly byCategory: readonly (Figures & { category: string })[];
  readonly byGrid: readonly (Figures & { grid: { code: string } | null })[] | null;
  readonly byDepartment: readonly (Figures & { department: { id: string } })[] | null;
}
export type Asked = Partial<Record<'areaCode' | 'gridCode' | 'departmentId', string>> & {
  categories?: readonly string[];
};

export const MINIMUM = 5;
export const YEAR = { from: '2026-01-01', to: '2027-01-01' };
export const ask = async (who: TestClient, asked: Asked, period = YEAR): Promise<Statistics> =>
  (await who.get<{ gridEventStatistics: Statistics }>(STATISTICS, { ...asked, ...period }))
    .gridEventStatistics;
export const refusal = (who: TestClient, asked: Asked, period = YEAR): Promise<string> =>
  who.refusal(STATISTICS, { ...asked, ...period });

/** Counts what is stored into the tallies, as the commands would have. */
export async function tally(place: Place): Promise<void> {
  const done = `state IN ('REPORTED_DONE', 'VERIFIED', 'RESULT_NOTIFIED', 'SETTLED_ON_THE_SPOT', 'PROCEDURE_TOLD', 'FOLLOWED_UP', 'CLOSED')`;
  const answered = `is_reached AND is_satisfied IS NOT NULL AND state IN ('FOLLOWED_UP', 'CLOSED')`;
  const facts = {
    responded_in_time: `responded_at <= respond_by AND state NOT IN ('MERGED', 'STOOD_DOWN')`,
    responded_late: `responded_at > respond_by AND state NOT IN ('MERGED', 'STOOD_DOWN')`,
    done_in_time: `${done} AND reported_done_at <= due_at`,
    done_late: `${done} AND reported_done_at > due_at`,
    answered,
    satisfied: `${answered} AND is_satisfied`,
  };
  const all: [string, string][] = [
    ...GRID_EVENT_STATES.map((state): [string, string] => [state.toLowerCase(), `state = '${state}'`]),
    ...Object.entries(facts),
  ];
  const columns = all.map(([column]) => column).join(', ');
  const counts = all.map(([, condition]) => `count(*) FILTER (WHERE ${condition})`).join(', ');
  const month = `date_trunc('month', reported_at AT TIME ZONE 'Asia/Shanghai')::date`;
  await place.service.sql(`DELETE FROM grid_event_tally`);
  await place.service.sql(`DELETE FROM grid_event_cell_tally`);
  await place.service.sql(
    `INSERT INTO grid_event_tally (area_id, month, ${columns})
     SELECT area_id, ${month}, ${counts} FROM grid_event WHERE restricted_to IS NULL GROUP BY 1, 2`,
  );
  await place.service.sql(
    `INSERT INTO grid_event_cell_tally (area_id, month, dimension, value, category, ${columns})
     SELECT area_id, ${month}, d.dimension, d.value, category, ${counts} FROM grid_event CROSS JOIN LATERAL (VALUES
       ('CATEGORY', ''), ('GRID', substr(area_code, 13, 3)), ('DEPARTMENT', department_id::text)) AS d (dimension, value)
      WHERE restricted_to IS NULL AND d.value IS NOT NULL GROUP BY 1, 2, 3, 4, 5`,
  );
}
