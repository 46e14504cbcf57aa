import { DUTY_PARTS, EVENT_PARTS } from '../indicator.definitions.js';
import type { DutyPart, EventPart, PartCode, ProjectPart } from '../indicator.definitions.js';
import { PART_CONDITIONS, stoodAt } from '../counting/event-parts.js';
import { duties, participants, plansInForce } from '../counting/programme.sql.js';
import type { Asked } from '../counting/programme.sql.js';

/** Which records: the same for all keys of one statement. */
export interface RecordSelection {
  readonly part: PartCode;
  readonly role: RecordRole;
  readonly asOf: Date;
  readonly isNow: boolean;
}

export type RecordRole = 'NUMERATOR' | 'DENOMINATOR';

/** How the records of a part are read for one page `k`, as of `moment.at`. */
export interface RecordSource {
  /** Before every key. */
  readonly beforeAll: string;
  /** SQL of up to `k.count` records with a key greater than `k.after`, in the order of the keys. */
  readonly select: string;
}

const ASKED: Asked = {
  isInArea: (alias) => `${alias}.village_code >= k.code AND ${alias}.village_code < k.code_end`,
  year: 'k.year',
  asOf: 'moment.at',
};

export function recordSource(selection: RecordSelection): RecordSource {
  const { part } = selection;
  if (isOneOf(EVENT_PARTS, part)) return eventRecords(part, selection);
  if (isOneOf(DUTY_PARTS, part)) return { beforeAll: '', select: dutyRecords(part, selection) };
  if (part === 'PLAN_DONE') return { beforeAll: '', select: planRecords(selection) };
  return { beforeAll: '', select: projectRecords(part, selection) };
}

const isOneOf = <Part extends PartCode>(parts: readonly Part[], part: PartCode): part is Part =>
  (parts as readonly PartCode[]).includes(part);

const heldThen = (isNow: boolean): string => (isNow ? 'f.valid_until IS NULL' : stoodAt(ASKED.asOf));

function eventRecords(part: EventPart, { role, isNow }: RecordSelection): RecordSource {
  const { yearColumn, isCounted, isAchieved, reason } = PART_CONDITIONS[part];
  const conditions = [
    `${ASKED.isInArea('f')} AND ${yearColumn} = k.year`,
    heldThen(isNow),
    isCounted(ASKED.asOf),
    ...(role === 'NUMERATOR' ? [isAchieved] : []),
    `f.grid_event_id > k.after::uuid`,
  ];
  const select = `
    SELECT f.grid_event_id::text AS key, f.village_id AS "villageId", (${isAchieved})::int AS numerator, 1 AS denominator,
           ${reason} AS reason, f.grid_event_id AS "gridEventId", ${yearColumn.replace('_year', '_at')} AS "countedAt",
           f.due_at AS "dueAt", f.done_at AS "doneAt", f.resolved_at AS "resolvedAt", f.followed_up_at AS "followedUpAt"
      FROM grid_event_fact f WHERE ${conditions.join(' AND ')}
     ORDER BY f.grid_event_id LIMIT k.count`;
  return { beforeAll: '00000000-0000-0000-0000-000000000000', select };
}

/** Ordered by a key that is made of several columns. */
const inOrder = (records: string, { role }: RecordSelection): string => `
  SELECT * FROM (${records}) AS r
   WHERE r.key COLLATE "C" > k.after ${role === 'NUMERATOR' ? 'AND r.numerator > 0' : ''}
   ORDER BY r.key COLLATE "C" LIMIT k.count`;

const projectRecords = (part: ProjectPart, selection: RecordSelection): string =>
  inOrder(
    `SELECT concat(f.project_id, ' ', lpad(f.sequence::text, 9, '0')) AS key, f.village_id AS "villageId", f.numerator, f.denominator,
            CASE WHEN f.reason = 'EMERGENCY_UNCONFIRMED' AND f.due_at < ${ASKED.asOf} THEN 'EMERGENCY_NOT_CONFIRMED_IN_TIME'
                 ELSE f.reason END AS reason,
            f.project_id AS "microProjectId", f.counted_at AS "countedAt", f.due_at AS "dueAt"
       FROM micro_project_fact f
      WHERE ${ASKED.isInArea('f')} AND f.year = k.year AND f.part = '${part}' AND ${heldThen(selection.isNow)}`,
    selection,
  );

const planRecords = (selection: RecordSelection): string =>
  inOrder(
    `SELECT concat(i.item_id, ' ', plan.village_id) AS key, plan.village_id AS "villageId",
            (c.item_id IS NOT NULL)::int AS numerator, 1 AS denominator,
            CASE WHEN c.item_id IS NULL THEN 'PLAN_ITEM_NOT_CLOSED' ELSE 'PLAN_ITEM_CLOSED' END AS reason,
            c.project_id AS "microProjectId", plan.approved_at AS "countedAt", c.closed_at AS "doneAt",
            'PLAN_ITEM' AS "factKind", i.item_id AS "factId"
       FROM (${plansInForce(ASKED)}) AS plan CROSS JOIN LATERAL unnest(plan.item_ids) AS i (item_id)
       LEFT JOIN closed_plan_item c
         ON c.village_id = plan.village_id AND c.item_id = i.item_id AND c.closed_at <= ${ASKED.asOf}`,
    selection,
  );

const DUTY_RECORDS: Readonly<Record<DutyPart, { kind: string; met: string; unmet: string; month: string }>> =
  {
    DISCUSSED_MONTHLY: {
      ...{ kind: 'DISCUSSION', met: 'DISCUSSED', unmet: 'NOT_DISCUSSED' },
      month: 'n.ordinal',
    },
    SPECIAL_AUDIT: {
      ...{ kind: 'SPECIAL_AUDIT', met: 'SPECIAL_AUDIT_REPORTED', unmet: 'NO_SPECIAL_AUDIT' },
      month: 'NULL::int',
    },
  };

function dutyRecords(part: DutyPart, selection: RecordSelection): string {
  const { kind, met, unmet, month } = DUTY_RECORDS[part];
  return inOrder(
    `SELECT concat(lpad(v.village_id::text, 10, '0'), ' ', lpad(n.ordinal::text, 2, '0')) AS key, v.village_id AS "villageId",
            (m.since IS NOT NULL)::int AS numerator, 1 AS denominator,
            CASE WHEN m.since IS NULL THEN '${unmet}' ELSE '${met}' END AS reason, m.since AS "countedAt",
            '${kind}' AS "factKind", m.source_id AS "factId", ${month} AS "factMonth", m.happened_on::text AS "factOn"
       FROM (${participants(ASKED)}) AS v CROSS JOIN (${duties(ASKED)}) AS d
      CROSS JOIN LATERAL generate_series(1, d.due) AS n (ordinal)
       LEFT JOIN met_duty m ON m.village_id = v.village_id AND m.year = k.year AND m.part = d.part
         AND m.ordinal = n.ordinal AND m.since <= ${ASKED.asOf}
      WHERE d.part = '${part}'`,
    selection,
  );
}
