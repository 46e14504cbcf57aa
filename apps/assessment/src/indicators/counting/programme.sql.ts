/** An area and a year, as the columns of the query that asks for them are named. */
export interface Asked {
  /** SQL: whether a row of this alias lies in the area. */
  readonly isInArea: (alias: string) => string;
  /** SQL: the year. */
  readonly year: string;
  /** SQL: the moment. */
  readonly asOf: string;
}

/** Villages that take part in the programme, by what had happened in them by then. */
export const participants = ({ isInArea, year, asOf }: Asked): string => `
  SELECT DISTINCT p.village_id FROM participation p
   WHERE ${isInArea('p')} AND p.from_year <= ${year} AND p.since <= ${asOf}`;

/** How many months of the year have begun by then, in Shanghai: 12 once it is over. */
const monthsBegun = ({ year, asOf }: Asked): string => {
  const local = `(${asOf} AT TIME ZONE 'Asia/Shanghai')`;
  return `least(12, greatest(0, (extract(year FROM ${local}) - ${year}) * 12 + extract(month FROM ${local})))::int`;
};

/** What the calendar asks of each village by then: as many as `due`, numbered from 1. */
export const duties = (asked: Asked): string => `
  SELECT * FROM (VALUES ('DISCUSSED_MONTHLY', ${monthsBegun(asked)}), ('SPECIAL_AUDIT', least(1, ${monthsBegun(asked)})))
    AS duty (part, due) WHERE due > 0`;

/** The plans that hold by then, each with its items. */
export const plansInForce = ({ isInArea, year, asOf }: Asked): string => `
  SELECT DISTINCT ON (a.village_id) a.village_id, a.approved_at, a.item_ids FROM plan_approval a
   WHERE ${isInArea('a')} AND a.year = ${year} AND a.approved_at <= ${asOf}
   ORDER BY a.village_id, a.approved_at DESC, a.plan_id DESC, a.sequence DESC`;

/** M1, M2 and the second part of M5, for now and the past alike. */
export const programmeCounts = (asked: Asked): string => `
  SELECT d.part, sum(met.count)::int, (count(*) * d.due)::int
    FROM (${participants(asked)}) AS v CROSS JOIN (${duties(asked)}) AS d
   CROSS JOIN LATERAL (
     SELECT count(*) FROM met_duty m
      WHERE m.village_id = v.village_id AND m.year = ${asked.year} AND m.part = d.part AND m.since <= ${asked.asOf}) AS met
   GROUP BY d.part, d.due
  UNION ALL
  SELECT 'PLAN_DONE', count(c.item_id)::int, count(*)::int
    FROM (${plansInForce(asked)}) AS plan CROSS JOIN LATERAL unnest(plan.item_ids) AS i (item_id)
    LEFT JOIN closed_plan_item c
      ON c.village_id = plan.village_id AND c.item_id = i.item_id AND c.closed_at <= ${asked.asOf}`;
