import { subtreeOf } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import type { AreaLevel } from './area-code.js';
import type { Area } from './area.entity.js';

const columns = (table: string): string =>
  `${table}.id, ${table}.parent_id AS "parentId", ${table}.valid_from::text AS "validFrom",
   ${table}.valid_until::text AS "validUntil", ${table}.level, ${table}.committee_kind AS "committeeKind",
   ${table}.code, ${table}.name`;

const CURRENT_BY_CODE = `SELECT ${columns('a')} FROM area a WHERE a.code = ANY($1) AND a.valid_until IS NULL`;
const BY_ID = `SELECT ${columns('a')} FROM area a WHERE a.id = ANY($1)`;

/** Today's codes of whatever took over from a code, however many changes later; no row when it never was one. */
const SUCCESSORS = `
  WITH RECURSIVE heir (id) AS (
    SELECT v.area_id FROM area_version v WHERE v.code = $1
    UNION SELECT a.id FROM area a WHERE a.code = $1
    UNION SELECT s.successor_id FROM heir h JOIN area_succession s ON s.area_id = h.id)
  SELECT coalesce(array_agg(a.code ORDER BY a.code) FILTER (WHERE a.valid_until IS NULL), '{}') AS codes
    FROM heir h JOIN area a ON a.id = h.id HAVING count(*) > 0`;

/** The level is written into the statement, because only then can the index of the upper levels be used. */
const childrenAt = (level: AreaLevel): string => `
  SELECT k.ordinal::int, c.*
    FROM unnest($1::text[], $2::text[], $3::int[]) WITH ORDINALITY AS k (parent_code, after, count, ordinal)
   CROSS JOIN LATERAL (
     SELECT ${columns('a')} FROM area a
      WHERE a.valid_until IS NULL AND a.level = '${level}'
        AND a.code > greatest(k.after, k.parent_code) COLLATE "C" AND a.code < (k.parent_code || ':') COLLATE "C"
      ORDER BY a.code LIMIT k.count) c
   ORDER BY k.ordinal, c.code`;

const VERSIONS = `
  SELECT area_id AS "areaId", code, name, parent_id AS "parentId", valid_from::text AS "validFrom",
         valid_until::text AS "validUntil"
    FROM area_version WHERE area_id = ANY($1) ORDER BY area_id, valid_until, valid_from`;

const SUCCESSOR_AREAS = `
  SELECT s.area_id AS "areaId", ${columns('a')} FROM area_succession s JOIN area a ON a.id = s.successor_id
   WHERE s.area_id = ANY($1) ORDER BY s.area_id, a.code`;

/** What an area was called before. */
export interface AreaVersion {
  readonly areaId: number;
  readonly code: string;
  readonly name: string;
  readonly parentId: number | null;
  readonly validFrom: string;
  readonly validUntil: string;
}

export interface ChildrenKey {
  readonly parentCode: string;
  /** Of the children. */
  readonly level: AreaLevel;
  /** Only children with a greater code. */
  readonly after: string;
  readonly count: number;
}

export interface SubtreePage {
  readonly within: string;
  readonly level: AreaLevel | null;
  readonly after: string;
  readonly count: number;
}

export const findAreasByCode = (tx: EntityManager, codes: readonly string[]): Promise<Area[]> =>
  tx.query<Area[]>(CURRENT_BY_CODE, [codes]);

export async function findSuccessorCodes(tx: EntityManager, code: string): Promise<string[] | null> {
  const [row] = await tx.query<{ codes: string[] }[]>(SUCCESSORS, [code]);
  return row?.codes ?? null;
}

/** Areas of these ids in their order, also those that are no more. */
export async function areasOfIds(tx: EntityManager, ids: readonly number[]): Promise<(Area | null)[]> {
  const rows = await tx.query<Area[]>(BY_ID, [ids]);
  const byId = new Map(rows.map((area) => [area.id, area]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** Up to `count` children of each parent, in the order of their codes: one statement for each level asked for. */
export async function childrenOf(tx: EntityManager, keys: readonly ChildrenKey[]): Promise<Area[][]> {
  const lists = new Map<ChildrenKey, Area[]>(keys.map((key) => [key, []]));
  for (const level of new Set(keys.map((key) => key.level))) {
    const group = keys.filter((key) => key.level === level);
    const rows = await tx.query<(Area & { ordinal: number })[]>(childrenAt(level), [
      group.map((key) => key.parentCode),
      group.map((key) => key.after),
      group.map((key) => key.count),
    ]);
    for (const row of rows) lists.get(group[row.ordinal - 1] as ChildrenKey)?.push(row);
  }
  return keys.map((key) => lists.get(key) ?? []);
}

export async function versionsOf(tx: EntityManager, ids: readonly number[]): Promise<AreaVersion[][]> {
  return grouped(await tx.query<AreaVersion[]>(VERSIONS, [ids]), ids);
}

export async function successorsOf(tx: EntityManager, ids: readonly number[]): Promise<Area[][]> {
  return grouped(await tx.query<(Area & { areaId: number })[]>(SUCCESSOR_AREAS, [ids]), ids);
}

export function findAreasWithin(tx: EntityManager, page: SubtreePage): Promise<Area[]> {
  const { from, to } = subtreeOf(page.within);
  const level = page.level ? `AND a.level = '${page.level}'` : '';
  return tx.query<Area[]>(
    `SELECT ${columns('a')} FROM area a
      WHERE a.code >= $1 AND a.code < $2 AND a.code > $3 AND a.valid_until IS NULL ${level}
      ORDER BY a.code LIMIT $4`,
    [from, to, page.after, page.count],
  );
}

function grouped<Row extends { readonly areaId: number }>(
  rows: readonly Row[],
  ids: readonly number[],
): Row[][] {
  const lists = new Map<number, Row[]>(ids.map((id) => [id, []]));
  for (const row of rows) lists.get(row.areaId)?.push(row);
  return ids.map((id) => lists.get(id) ?? []);
}
