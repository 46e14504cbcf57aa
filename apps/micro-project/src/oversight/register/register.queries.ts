import { shanghaiDayStart } from '@lianxin/policy';
import type { EntityManager } from 'typeorm';
import type { QuotaClass } from '../../envelopes/envelope.entity.js';
import type { Project } from '../../projects/entity/project.entity.js';
import { asProject, PROJECT_COLUMNS, subtreeCondition } from '../../projects/projects.queries.js';
import type { Readable } from '../../projects/projects.queries.js';
import type { Period } from './register-period.js';

/** One row, with the name of its village. */
export interface RegisterRow {
  readonly project: Project;
  readonly villageName: string;
}

/** What projects of one village and class come to together, in fen. */
export interface MoneyRow {
  readonly villageCode: string;
  readonly villageName: string;
  readonly quotaClass: QuotaClass;
  readonly projects: number;
  readonly budgetFen: number;
  readonly committedFen: number;
  readonly paidFen: number;
  readonly retainedFen: number;
  readonly finalFen: number;
}

export interface RegisterQuestion {
  readonly areaCode: string;
  readonly period: Period;
}

const MONEY = ['budget', 'committed', 'paid', 'retained', 'final']
  .map((part) => `coalesce(sum(p.${part}_fen), 0)::bigint AS "${part}Fen"`)
  .join(', ');

/** Proposed in the period, oldest first, one more than asked for at most. @param page.after [instant, id] or nothing */
export async function findRegisterRows(
  tx: EntityManager,
  question: RegisterQuestion,
  page: { first: number; after: readonly (string | number)[] },
  readable: Readable,
): Promise<RegisterRow[]> {
  const { parameters } = readable;
  const [instant, id] = page.after;
  const seen =
    instant === undefined || id === undefined
      ? ''
      : `AND (p.proposed_at, p.id) > (${parameters.add(instant)}::timestamptz, ${parameters.add(id)}::uuid)`;
  const rows = await tx.query<(Project & { villageName: string | null })[]>(
    `SELECT ${PROJECT_COLUMNS}, v.name AS "villageName" FROM project p LEFT JOIN area v ON v.id = p.village_id
      WHERE ${meant(question, readable)} ${seen} ORDER BY p.proposed_at, p.id LIMIT ${parameters.add(page.first + 1)}`,
    parameters.values,
  );
  return rows.map(({ villageName, ...project }) => ({
    project: asProject(project),
    villageName: villageName ?? '',
  }));
}

/** Of all projects proposed in the period, whichever part of the register is taken out; at most 1,000 rows. */
export function findMoneyRows(
  tx: EntityManager,
  question: RegisterQuestion,
  readable: Readable,
): Promise<MoneyRow[]> {
  return tx.query<MoneyRow[]>(
    `SELECT p.village_code AS "villageCode", coalesce(v.name, '') AS "villageName", p.quota_class AS "quotaClass",
            count(*)::int AS projects, ${MONEY}
       FROM project p LEFT JOIN area v ON v.id = p.village_id WHERE ${meant(question, readable)}
      GROUP BY 1, 2, 3 ORDER BY 1, 3 LIMIT 1000`,
    readable.parameters.values,
  );
}

function meant({ areaCode, period }: RegisterQuestion, { parameters, readable }: Readable): string {
  const [from, to] = [period.from, period.to].map((day) => shanghaiDayStart(day).toISOString());
  return `${readable} AND ${subtreeCondition(areaCode, parameters)}
    AND p.proposed_at >= ${parameters.add(from)}::timestamptz AND p.proposed_at < ${parameters.add(to)}::timestamptz`;
}
