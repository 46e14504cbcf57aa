import { subtreeOf } from '@lianxin/access';
import type { SqlParameters } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import type { PartyRow } from '../../parties/party.row.js';
import type { LeadBody } from '../../projects/entity/project.row.js';

/** What a remark is and how it was answered, for everybody who sees the project. */
export interface RemarkStanding {
  readonly id: string;
  readonly projectId: string;
  readonly leadBody: LeadBody;
  readonly isOfSupervisionCommittee: boolean;
  /** Days, YYYY-MM-DD, Asia/Shanghai. */
  readonly madeOn: string;
  readonly answerDueAt: Date;
  readonly answer: string | null;
  readonly answeredOn: string | null;
  readonly answeredRole: string | null;
}

/** The same with who stands behind it. */
export interface Remark extends RemarkStanding, PartyRow {
  readonly villageId: number;
  readonly villageCode: string;
  readonly madeAt: Date;
  readonly policyVersion: string;
}

export type NewRemark = Omit<Remark, 'answer' | 'answeredOn' | 'answeredRole'>;

const STANDING = `s.remark_id AS id, s.project_id AS "projectId", s.lead_body AS "leadBody",
  s.is_of_committee AS "isOfSupervisionCommittee", s.made_on::text AS "madeOn", s.answer_by AS "answerDueAt", s.answer,
  s.answered_on::text AS "answeredOn", s.answered_role AS "answeredRole"`;

const COLUMNS = `${STANDING}, r.village_id AS "villageId", r.village_code AS "villageCode", r.made_at AS "madeAt",
  r.policy_version AS "policyVersion", r.subject_id AS "subjectId", r.proxy_id AS "proxyId", r.proxy_relation AS "proxyRelation",
  r.proxy_authority AS "proxyAuthority", r.keyer_id AS "keyerId", r.is_keyed_in_office AS "isKeyedInOffice",
  r.contact_channel AS "contactChannel", r.answer_by AS "answerBy", r.confidentiality, r.slip_number AS "slipNumber"`;
const REMARKS = `FROM remark r JOIN remark_standing s ON s.remark_id = r.id`;

const INSERT = `INSERT INTO remark (id, project_id, village_id, village_code, made_at, policy_version, subject_id, proxy_id,
    proxy_relation, proxy_authority, keyer_id, is_keyed_in_office, contact_channel, answer_by, confidentiality, slip_number)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`;
const INSERT_STANDING = `INSERT INTO remark_standing (remark_id, project_id, lead_body, is_of_committee, made_on, answer_by)
  VALUES ($1, $2, $3, $4, $5, $6)`;
const BY_ID = `SELECT ${COLUMNS} ${REMARKS} WHERE r.id = $1`;
const OPEN_OF_PERSON = `SELECT EXISTS (SELECT 1 ${REMARKS}
  WHERE r.subject_id = $1 AND r.project_id = $2 AND s.answer IS NULL) AS "isThere"`;
const ANSWER = `UPDATE remark_standing SET answer = $2, answered_on = $3::date, answered_by = $4, answered_role = $5
  WHERE remark_id = $1 AND answer IS NULL RETURNING remark_id`;
const OF_PROJECTS = `SELECT s.* FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (
    SELECT ${STANDING} FROM remark_standing s WHERE s.project_id = asked.id ORDER BY s.made_on DESC, s.remark_id DESC LIMIT 50) s
  ORDER BY s."madeOn", s.id`;

export async function insertRemark(tx: EntityManager, remark: NewRemark): Promise<void> {
  const { id, projectId, leadBody, isOfSupervisionCommittee, madeOn, answerDueAt } = remark;
  await tx.query(INSERT, [
    ...[id, projectId, remark.villageId, remark.villageCode, remark.madeAt, remark.policyVersion],
    ...[remark.subjectId, remark.proxyId, remark.proxyRelation, remark.proxyAuthority, remark.keyerId],
    ...[remark.isKeyedInOffice, remark.contactChannel, remark.answerBy, remark.confidentiality],
    remark.slipNumber,
  ]);
  await tx.query(INSERT_STANDING, [id, projectId, leadBody, isOfSupervisionCommittee, madeOn, answerDueAt]);
}

export async function findRemark(tx: EntityManager, id: string): Promise<Remark | null> {
  const [remark] = await tx.query<Remark[]>(BY_ID, [id]);
  return remark ?? null;
}

export async function hasOpenRemark(
  tx: EntityManager,
  personId: string,
  projectId: string,
): Promise<boolean> {
  const [found] = await tx.query<{ isThere: boolean }[]>(OPEN_OF_PERSON, [personId, projectId]);
  return found?.isThere === true;
}

/** The first answer stays; the row is held from here on. @returns whether there was none before */
export async function storeAnswer(
  tx: EntityManager,
  id: string,
  answered: { answer: string; on: string; by: string; role: string },
): Promise<boolean> {
  const { answer, on, by, role } = answered;
  const [rows] = await tx.query<[unknown[], number]>(ANSWER, [id, answer, on, by, role]);
  return rows.length > 0;
}

/** The latest 50 of each project, oldest first. */
export async function remarksOfProjects(
  tx: EntityManager,
  projectIds: readonly string[],
): Promise<RemarkStanding[][]> {
  const rows = await tx.query<RemarkStanding[]>(OF_PROJECTS, [projectIds]);
  return projectIds.map((id) => rows.filter(({ projectId }) => projectId === id));
}

export interface RemarksPage {
  readonly isOpen?: boolean | null | undefined;
  readonly isOverdue?: boolean | null | undefined;
  readonly first: number;
  /** [instant, id] of the last one seen, or nothing. */
  readonly after: readonly (string | number)[];
  readonly now: Date;
}

/** Remarks on the projects of an area, newest first. */
export function findRemarksIn(
  tx: EntityManager,
  areaCode: string,
  page: RemarksPage,
  parameters: SqlParameters,
): Promise<Remark[]> {
  const { from, to } = subtreeOf(areaCode);
  const place = `r.village_code >= ${parameters.add(from)} AND r.village_code < ${parameters.add(to)}`;
  return select(tx, place, page, parameters);
}

/** What somebody remarked, or speaks of for somebody else. */
export function findRemarksOfPerson(
  tx: EntityManager,
  personId: string,
  page: RemarksPage,
  parameters: SqlParameters,
): Promise<Remark[]> {
  const person = parameters.add(personId);
  return select(tx, `(r.subject_id = ${person} OR r.proxy_id = ${person})`, page, parameters);
}

function select(
  tx: EntityManager,
  whose: string,
  { isOpen, isOverdue, after, first, now }: RemarksPage,
  parameters: SqlParameters,
): Promise<Remark[]> {
  const [instant, id] = after;
  const conditions = [
    whose,
    ...(typeof isOpen === 'boolean' ? [`(s.answer IS NULL) = ${isOpen}`] : []),
    ...(isOverdue
      ? [`s.answer IS NULL AND s.answer_by < ${parameters.add(now.toISOString())}::timestamptz`]
      : []),
    ...(instant !== undefined && id !== undefined
      ? [`(r.made_at, r.id) < (${parameters.add(instant)}::timestamptz, ${parameters.add(id)}::uuid)`]
      : []),
  ];
  return tx.query<Remark[]>(
    `SELECT ${COLUMNS} ${REMARKS} WHERE ${conditions.join(' AND ')}
      ORDER BY r.made_at DESC, r.id DESC LIMIT ${parameters.add(first + 1)}`,
    parameters.values,
  );
}
