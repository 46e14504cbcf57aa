import type { EntityManager } from 'typeorm';
import type { DecidingBody } from '../decisions/meeting.js';

export interface Body {
  readonly id: string;
  readonly kind: DecidingBody;
  readonly areaId: number;
  readonly areaCode: string;
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly validFrom: string;
  readonly memberIds: readonly string[];
  readonly setAt: Date;
}

const COLUMNS = `b.id, b.kind, b.area_id AS "areaId", b.area_code AS "areaCode", b.valid_from::text AS "validFrom",
  b.member_ids AS "memberIds", b.set_at AS "setAt"`;

const ON_DAY = `SELECT ${COLUMNS} FROM body b WHERE b.area_code = $1 AND b.kind = $2 AND b.valid_from <= $3::date
  ORDER BY b.valid_from DESC, b.set_at DESC LIMIT 1`;

const BY_ID = `SELECT ${COLUMNS} FROM body b WHERE b.id = $1`;

const IN_AREA = `SELECT DISTINCT ON (b.area_code, b.kind) ${COLUMNS} FROM body b
  WHERE b.area_code >= $1 AND b.area_code < $2 AND b.valid_from <= $3::date
  ORDER BY b.area_code, b.kind, b.valid_from DESC, b.set_at DESC LIMIT 500`;

const INSERT = `INSERT INTO body (id, kind, area_id, area_code, valid_from, member_ids, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`;

export interface BodyOnDay {
  readonly areaCode: string;
  readonly kind: DecidingBody;
  readonly day: string;
}

export async function findBodyOn(tx: EntityManager, asked: BodyOnDay): Promise<Body | null> {
  const [body] = await tx.query<Body[]>(ON_DAY, [asked.areaCode, asked.kind, asked.day]);
  return body ?? null;
}

export async function findBody(tx: EntityManager, id: string): Promise<Body | null> {
  const [body] = await tx.query<Body[]>(BY_ID, [id]);
  return body ?? null;
}

/** Each body of the area and inside it, as it stands on that day; at most 500. */
export function findBodiesIn(
  tx: EntityManager,
  range: { from: string; to: string },
  day: string,
): Promise<Body[]> {
  return tx.query<Body[]>(IN_AREA, [range.from, range.to, day]);
}

export async function insertBody(tx: EntityManager, body: Body): Promise<void> {
  const { id, kind, areaId, areaCode, validFrom, memberIds, setAt } = body;
  await tx.query(INSERT, [id, kind, areaId, areaCode, validFrom, memberIds, setAt]);
}
