import { shanghaiDay } from '@lianxin/policy';
import type { EntityManager } from 'typeorm';
import type { ObjectionState } from './objection.enums.js';
import type { Objection } from './objection.row.js';

export const OBJECTION_COLUMNS = `o.id, o.project_id AS "projectId", o.notice_id AS "noticeId", o.village_id AS "villageId",
  o.village_code AS "villageCode", o.ruling_level AS "rulingLevel", o.ruling_code AS "rulingCode",
  o.is_anonymous_to_village AS "isAnonymousToVillage", o.raised_at AS "raisedAt", o.rule_by AS "ruleBy",
  o.policy_version AS "policyVersion", o.closed_at AS "closedAt", o.ruled_by AS "ruledBy", o.subject_id AS "subjectId",
  o.proxy_id AS "proxyId", o.proxy_relation AS "proxyRelation", o.proxy_authority AS "proxyAuthority",
  o.keyer_id AS "keyerId", o.is_keyed_in_office AS "isKeyedInOffice", o.contact_channel AS "contactChannel",
  o.answer_by AS "answerBy", o.confidentiality, o.slip_number AS "slipNumber", s.state, s.finding`;
export const OBJECTIONS = `FROM objection o JOIN objection_standing s ON s.objection_id = o.id`;

export type NewObjection = Omit<Objection, 'rulingCode' | 'closedAt' | 'ruledBy' | 'state' | 'finding'>;

const INSERT = `INSERT INTO objection (id, project_id, notice_id, village_id, village_code, ruling_level, is_anonymous_to_village,
    raised_at, rule_by, policy_version, subject_id, proxy_id, proxy_relation, proxy_authority, keyer_id, is_keyed_in_office,
    contact_channel, answer_by, confidentiality, slip_number)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`;
const INSERT_STANDING = `INSERT INTO objection_standing (objection_id, project_id, notice_id, state, raised_on)
  VALUES ($1, $2, $3, 'OPEN', $4)`;
const CLOSE = `UPDATE objection SET closed_at = $2, ruled_by = $3 WHERE id = $1`;
const CLOSE_STANDING = `UPDATE objection_standing SET state = $2, closed_on = $3, finding = $4 WHERE objection_id = $1`;
const BY_ID = `SELECT ${OBJECTION_COLUMNS} ${OBJECTIONS} WHERE o.id = $1`;
export async function insertObjection(tx: EntityManager, objection: NewObjection): Promise<void> {
  const { id, projectId, noticeId, raisedAt } = objection;
  await tx.query(INSERT, [
    ...[id, projectId, noticeId, objection.villageId, objection.villageCode, objection.rulingLevel],
    ...[objection.isAnonymousToVillage, raisedAt, objection.ruleBy, objection.policyVersion],
    ...[objection.subjectId, objection.proxyId, objection.proxyRelation, objection.proxyAuthority],
    ...[objection.keyerId, objection.isKeyedInOffice, objection.contactChannel, objection.answerBy],
    ...[objection.confidentiality, objection.slipNumber],
  ]);
  await tx.query(INSERT_STANDING, [id, projectId, noticeId, shanghaiDay(raisedAt)]);
}

export interface Closing {
  readonly id: string;
  readonly state: Exclude<ObjectionState, 'OPEN'>;
  readonly at: Date;
  readonly ruledBy: string | null;
  readonly finding: string | null;
}

/** The caller holds the project's row, so that nobody closes it twice. */
export async function closeObjection(tx: EntityManager, closing: Closing): Promise<void> {
  const { id, state, at, ruledBy, finding } = closing;
  await tx.query(CLOSE, [id, at, ruledBy]);
  await tx.query(CLOSE_STANDING, [id, state, shanghaiDay(at), finding]);
}

/** Null also for one whose row the transaction may not see. */
export async function findObjection(tx: EntityManager, id: string): Promise<Objection | null> {
  const [objection] = await tx.query<Objection[]>(BY_ID, [id]);
  return objection ?? null;
}
