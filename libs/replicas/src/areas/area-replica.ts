import type { AREA_LEVELS, COMMITTEE_KINDS } from '@lianxin/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { levelOf } from './area-level.js';
import { MalformedAreaCodeError, RecodedAreaError, UnknownAreaError } from './area.errors.js';

/** An area as this service knows it: a copy of grid-registry's. */
export interface AreaCopy {
  readonly id: number;
  readonly parentId: number | null;
  readonly code: string;
  readonly name: string;
  readonly level: (typeof AREA_LEVELS)[number];
  readonly committeeKind: (typeof COMMITTEE_KINDS)[number] | null;
  /** Days, YYYY-MM-DD; `validUntil` is the day since when there is no such area any more. */
  readonly validFrom: string;
  readonly validUntil: string | null;
}

const COLUMNS = `a.id, a.parent_id AS "parentId", a.code, a.name, a.level, a.committee_kind AS "committeeKind",
  a.valid_from::text AS "validFrom", a.valid_until::text AS "validUntil"`;

const CURRENT_BY_CODE = `SELECT ${COLUMNS} FROM area a WHERE a.code = $1 AND a.valid_until IS NULL`;
const BY_ID = `SELECT ${COLUMNS} FROM area a WHERE a.id = ANY($1)`;

/** Whoever has the code today comes before those who had it. */
const BY_ANY_CODES = `
  SELECT asked.code AS "askedCode", found.*
    FROM (SELECT DISTINCT code FROM unnest($1::text[]) AS c (code)) AS asked
   CROSS JOIN LATERAL (
     SELECT ${COLUMNS} FROM area a
      WHERE a.code = asked.code OR a.id IN (SELECT f.area_id FROM area_former_code f WHERE f.code = asked.code)
      ORDER BY (a.code = asked.code AND a.valid_until IS NULL) DESC, (a.valid_until IS NULL) DESC, a.id
      LIMIT 1) AS found`;

/** Today's codes of whatever took over from a code, however many changes later; no row when it never was one. */
const SUCCESSORS = `
  WITH RECURSIVE heir (id) AS (
    SELECT f.area_id FROM area_former_code f WHERE f.code = $1
    UNION SELECT a.id FROM area a WHERE a.code = $1
    UNION SELECT next.id FROM heir h JOIN area_succession s ON s.area_id = h.id
      CROSS JOIN LATERAL (
        SELECT a.id FROM area a WHERE a.code = s.successor_code
        UNION SELECT f.area_id FROM area_former_code f WHERE f.code = s.successor_code) next)
  SELECT coalesce(array_agg(a.code ORDER BY a.code) FILTER (WHERE a.valid_until IS NULL), '{}') AS codes
    FROM heir h JOIN area a ON a.id = h.id HAVING count(*) > 0`;

/** Reads the copied areas: enough to refuse an unknown one without a call to grid-registry. */
@Injectable()
export class AreaReplica {
  /** @throws MalformedAreaCodeError, RecodedAreaError for a code of former days, UnknownAreaError */
  async getByCode(tx: EntityManager, code: string): Promise<AreaCopy> {
    if (!levelOf(code)) throw new MalformedAreaCodeError(code.length);
    const [area] = await tx.query<AreaCopy[]>(CURRENT_BY_CODE, [code]);
    if (area) return area;
    const [former] = await tx.query<{ codes: string[] }[]>(SUCCESSORS, [code]);
    throw former ? new RecodedAreaError(code, former.codes) : new UnknownAreaError(code);
  }

  /** The area that has the code or once had it: events outlive codes. */
  async findByAnyCode(tx: EntityManager, code: string): Promise<AreaCopy | null> {
    return (await this.findByAnyCodes(tx, [code])).get(code) ?? null;
  }

  /** The same for many codes, by the code asked for; without those that are unknown here. */
  async findByAnyCodes(tx: EntityManager, codes: readonly string[]): Promise<ReadonlyMap<string, AreaCopy>> {
    const rows = await tx.query<(AreaCopy & { askedCode: string })[]>(BY_ANY_CODES, [codes]);
    return new Map(rows.map(({ askedCode, ...area }) => [askedCode, area]));
  }

  /** Areas of these ids in their order, also those that are no more; null for what is not copied here. */
  async find(tx: EntityManager, ids: readonly number[]): Promise<(AreaCopy | null)[]> {
    const rows = await tx.query<AreaCopy[]>(BY_ID, [ids]);
    const byId = new Map(rows.map((area) => [area.id, area]));
    return ids.map((id) => byId.get(id) ?? null);
  }
}
