import { subtreeOf } from '@lianxin/access';
import type { SqlParameters } from '@lianxin/access';
import { columnsOf } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import { ProjectRow } from './entity/project.row.js';
import type { ProjectKind } from './entity/project.row.js';
import { Project } from './entity/project.entity.js';
import type { ProjectState } from './project.transitions.js';

const DAYS = ['due_on', 'agreed_due_on', 'confirmed_on'];

/** Every column of the entity under its property's name, over the alias `p`. Days stay days. */
export const PROJECT_COLUMNS = DAYS.reduce(
  (columns, day) => columns.replace(`p.${day} AS`, `p.${day}::text AS`),
  columnsOf(ProjectRow, 'p'),
);

export interface ProjectFilter {
  readonly states?: readonly ProjectState[] | null | undefined;
  readonly kinds?: readonly ProjectKind[] | null | undefined;
  readonly isReviewOverdue?: boolean | null | undefined;
  readonly isLate?: boolean | null | undefined;
}

export interface ProjectPage {
  readonly filter: ProjectFilter;
  readonly first: number;
  /** [instant, id] of the last one seen, or nothing. */
  readonly after: readonly (string | number)[];
  readonly now: Date;
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly today: string;
}

export interface Readable {
  readonly parameters: SqlParameters;
  readonly readable: string;
}

/** Codes of each length have a column of their own, so that an area's newest projects are the first rows of one index. */
const COLUMN_OF_LENGTH: Readonly<Record<number, string>> = {
  12: 'p.village_code',
  9: 'p.township_code',
  6: 'p.county_code',
};

/**
 * A page of projects for each area, newest first, in one statement.
 * @param codes all of one level
 */
export async function projectsOfAreas(
  tx: EntityManager,
  codes: readonly string[],
  page: ProjectPage,
  { parameters, readable }: Readable,
): Promise<Project[][]> {
  const inArea = placeCondition(codes[0]?.length ?? 0);
  const newest = newestOf(`${inArea} AND ${readable}`, page, parameters);
  const rows = await tx.query<(Project & { parentCode: string })[]>(
    `SELECT a.code AS "parentCode", p.* FROM unnest(${parameters.add(codes)}::text[]) AS a (code) CROSS JOIN LATERAL (
       ${newest}) p`,
    parameters.values,
  );
  const byCode = new Map<string, Project[]>(codes.map((code) => [code, []]));
  for (const { parentCode, ...project } of rows) byCode.get(parentCode)?.push(asProject(project));
  return codes.map((code) => byCode.get(code) ?? []);
}

/**
 * A page of all projects that the caller may see, inside an area if one is named. What is larger than a county is looked at
 * county by county, so that there too the newest are the first rows of an index.
 */
export async function findProjects(
  tx: EntityManager,
  areaCode: string | null,
  page: ProjectPage,
  { parameters, readable }: Readable,
): Promise<Project[]> {
  const isLarge = areaCode === null || areaCode.length < COUNTY_CODE_LENGTH;
  const inArea = isLarge ? 'p.county_code = a.code' : subtreeCondition(areaCode, parameters);
  const newest = newestOf(`${inArea} AND ${readable}`, page, parameters);
  const statement = isLarge
    ? `SELECT p.* FROM (${countiesIn(areaCode ?? '', parameters)}) AS a CROSS JOIN LATERAL (${newest}) p
        ORDER BY p."proposedAt" DESC, p.id DESC LIMIT ${parameters.add(page.first + 1)}`
    : newest;
  const rows = await tx.query<Project[]>(statement, parameters.values);
  return rows.map(asProject);
}

export async function findProjectsOfIds(
  tx: EntityManager,
  ids: readonly string[],
  { parameters, readable }: Readable,
): Promise<(Project | null)[]> {
  const rows = await tx.query<Project[]>(
    `SELECT ${PROJECT_COLUMNS} FROM project p WHERE p.id = ANY(${parameters.add(ids)}) AND ${readable}`,
    parameters.values,
  );
  const byId = new Map(rows.map((row) => [row.id, asProject(row)]));
  return ids.map((id) => byId.get(id) ?? null);
}

export const asProject = (row: object): Project => Object.assign(new Project(), row);

const COUNTY_CODE_LENGTH = 6;
const VILLAGE_CODE_LENGTH = 12;

function placeCondition(codeLength: number): string {
  const column = COLUMN_OF_LENGTH[codeLength];
  if (column) return `${column} = a.code`;
  if (codeLength > VILLAGE_CODE_LENGTH)
    return `p.village_code = left(a.code, ${VILLAGE_CODE_LENGTH}) AND p.grid_number = substr(a.code, ${VILLAGE_CODE_LENGTH + 1})`;
  return `p.village_code >= a.code AND p.village_code < a.code || ':'`;
}

function countiesIn(areaCode: string, parameters: SqlParameters): string {
  const { from, to } = subtreeOf(areaCode);
  return `SELECT code FROM area WHERE level = 'COUNTY' AND valid_until IS NULL
    AND code >= ${parameters.add(from)} AND code < ${parameters.add(to)}`;
}

/** Of an area whose level has a column of its own, by equality, so that an index has its order. */
export function subtreeCondition(areaCode: string, parameters: SqlParameters): string {
  const column = COLUMN_OF_LENGTH[areaCode.length];
  if (column) return `${column} = ${parameters.add(areaCode)}`;
  const { from, to } = subtreeOf(areaCode);
  return `p.village_code >= ${parameters.add(from)} AND p.village_code < ${parameters.add(to)}`;
}

/**
 * The newest first. Of some states the newest of each, each the first rows of an index, and of those the newest: however rare
 * a state is among the others.
 */
function newestOf(meant: string, page: ProjectPage, parameters: SqlParameters): string {
  const limit = parameters.add(page.first + 1);
  const where = `${meant} ${conditions(page, parameters)}`;
  const rows = (which: string): string => `SELECT ${PROJECT_COLUMNS} FROM project p WHERE ${which}
    ORDER BY p.proposed_at DESC, p.id DESC LIMIT ${limit}`;
  const { states } = page.filter;
  if (!states) return rows(where);
  const asked = parameters.add([...new Set(states)]);
  return `SELECT p.* FROM unnest(${asked}::text[]) AS s (state) CROSS JOIN LATERAL (${rows(`p.state = s.state AND ${where}`)}) p
    ORDER BY p."proposedAt" DESC, p.id DESC LIMIT ${limit}`;
}

function conditions({ filter, after, now, today }: ProjectPage, parameters: SqlParameters): string {
  const parts: string[] = [];
  if (filter.kinds) parts.push(`p.kind = ANY(${parameters.add(filter.kinds)})`);
  if (filter.isReviewOverdue)
    parts.push(
      `p.state = 'SUBMITTED' AND p.review_due_at < ${parameters.add(now.toISOString())}::timestamptz`,
    );
  if (filter.isLate)
    parts.push(
      `p.state IN ('CLEARED', 'IN_PROGRESS', 'STOPPED') AND p.due_on < ${parameters.add(today)}::date`,
    );
  const [instant, id] = after;
  if (instant !== undefined && id !== undefined)
    parts.push(
      `(p.proposed_at, p.id) < (${parameters.add(instant)}::timestamptz, ${parameters.add(id)}::uuid)`,
    );
  return parts.map((part) => `AND ${part}`).join(' ');
}
