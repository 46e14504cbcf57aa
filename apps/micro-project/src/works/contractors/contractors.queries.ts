import type { EntityManager } from 'typeorm';
import type { DecidingBody } from '../../decisions/meeting.js';
import type { Contract } from '../../projects/entity/project.at-work.js';
import type { ContractorMethod, Offer } from './comparison.js';

/** Whom a meeting chose to carry a project out, as its minutes have it. */
export interface Contractor {
  readonly id: string;
  readonly projectId: string;
  readonly method: ContractorMethod;
  readonly name: string;
  readonly amountFen: number;
  readonly isKinDeclared: boolean;
  /** Persons behind it and their relatives, by the ids of their accounts. */
  readonly stakeholderIds: readonly string[];
  readonly comparisonDocumentId: string | null;
  readonly body: DecidingBody;
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly heldOn: string;
  readonly minutesNumber: string;
  readonly minutesDocumentId: string;
  readonly memberCount: number;
  readonly presentIds: readonly string[];
  readonly recusedIds: readonly string[];
  readonly policyVersion: string;
  readonly selectedBy: string;
  readonly selectedRole: string;
  readonly selectedAt: Date;
}

export interface ComparedContractor extends Contractor {
  readonly offers: readonly Offer[];
}

const INSERT = `
  INSERT INTO contractor (id, project_id, method, name, amount_fen, is_kin_declared, stakeholder_ids, comparison_document_id, body,
    held_on, minutes_number, minutes_document_id, member_count, present_ids, recused_ids, policy_version, selected_by, selected_role,
    selected_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`;

const INSERT_OFFERS = `
  INSERT INTO contractor_offer (contractor_id, number, bidder, amount_fen, is_chosen, why_not_cheapest)
  SELECT $1, number, bidder, amount_fen, is_chosen, why_not_cheapest
    FROM unnest($2::text[], $3::bigint[], $4::boolean[], $5::text[])
      WITH ORDINALITY AS offer (bidder, amount_fen, is_chosen, why_not_cheapest, number)`;

const OF_PROJECTS = `
  SELECT c.id, c.project_id AS "projectId", c.method, c.name, c.amount_fen AS "amountFen", c.is_kin_declared AS "isKinDeclared",
         c.stakeholder_ids AS "stakeholderIds", c.comparison_document_id AS "comparisonDocumentId", c.body,
         c.held_on::text AS "heldOn", c.minutes_number AS "minutesNumber", c.minutes_document_id AS "minutesDocumentId",
         c.member_count AS "memberCount", c.present_ids AS "presentIds", c.recused_ids AS "recusedIds",
         c.policy_version AS "policyVersion", c.selected_by AS "selectedBy", c.selected_role AS "selectedRole",
         c.selected_at AS "selectedAt",
         (SELECT json_agg(json_build_object('bidder', o.bidder, 'amountFen', o.amount_fen, 'isChosen', o.is_chosen,
                                            'whyNotCheapest', o.why_not_cheapest) ORDER BY o.number)
            FROM contractor_offer o WHERE o.contractor_id = c.id) AS offers
    FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (
      SELECT * FROM contractor c WHERE c.project_id = asked.id ORDER BY c.selected_at DESC, c.id DESC LIMIT 20) c
   ORDER BY c.selected_at, c.id`;

const STAKEHOLDERS = `SELECT stakeholder_ids AS ids FROM contractor WHERE id = $1`;
const CHOSEN = `SELECT amount_fen AS "amountFen", method <> 'VILLAGERS_OWN_LABOUR' AS "isLet" FROM contractor WHERE id = $1`;

export async function insertContractor(tx: EntityManager, contractor: ComparedContractor): Promise<void> {
  await tx.query(INSERT, [
    contractor.id,
    contractor.projectId,
    contractor.method,
    contractor.name,
    contractor.amountFen,
    contractor.isKinDeclared,
    contractor.stakeholderIds,
    contractor.comparisonDocumentId,
    contractor.body,
    contractor.heldOn,
    contractor.minutesNumber,
    contractor.minutesDocumentId,
    contractor.memberCount,
    contractor.presentIds,
    contractor.recusedIds,
    contractor.policyVersion,
    contractor.selectedBy,
    contractor.selectedRole,
    contractor.selectedAt,
  ]);
  const { id, offers } = contractor;
  await tx.query(INSERT_OFFERS, [
    id,
    offers.map(({ bidder }) => bidder),
    offers.map(({ amountFen }) => amountFen),
    offers.map(({ isChosen }) => isChosen),
    offers.map(({ whyNotCheapest }) => whyNotCheapest),
  ]);
}

/** The latest 20 choices of each project, oldest first. */
export async function contractorsOf(
  tx: EntityManager,
  projectIds: readonly string[],
): Promise<ComparedContractor[][]> {
  const rows = await tx.query<ComparedContractor[]>(OF_PROJECTS, [projectIds]);
  return projectIds.map((id) => rows.filter(({ projectId }) => projectId === id));
}

/** Who is behind the contractor chosen, or related: recused from whatever is decided on the project. */
export async function stakeholdersOf(tx: EntityManager, contractorId: string | null): Promise<string[]> {
  if (contractorId === null) return [];
  const [contractor] = await tx.query<{ ids: string[] }[]>(STAKEHOLDERS, [contractorId]);
  return contractor?.ids ?? [];
}

/** With the contractor chosen; null where none is. */
export async function chosenContract(
  tx: EntityManager,
  contractorId: string | null,
): Promise<Contract | null> {
  if (contractorId === null) return null;
  const [contract] = await tx.query<Contract[]>(CHOSEN, [contractorId]);
  return contract ?? null;
}
