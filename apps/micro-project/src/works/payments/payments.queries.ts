import type { PAYMENT_STAGES } from '@lianxin/contracts';
import type { EntityManager } from 'typeorm';

export type PaymentStage = (typeof PAYMENT_STAGES)[number];

export interface Payment {
  readonly id: string;
  readonly projectId: string;
  readonly villageId: number;
  readonly stage: PaymentStage;
  readonly amountFen: number;
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly paidOn: string;
  readonly voucherNumber: string;
  readonly invoiceNumber: string | null;
  readonly documentId: string;
  readonly workerCount: number | null;
  readonly wageListDocumentId: string | null;
  readonly recordedBy: string;
  readonly recordedRole: string;
  readonly recordedAt: Date;
}

const INSERT = `
  INSERT INTO payment (id, project_id, village_id, stage, amount_fen, paid_on, voucher_number, voucher_key, invoice_number,
    document_id, worker_count, wage_list_document_id, recorded_by, recorded_role, recorded_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
  ON CONFLICT ON CONSTRAINT payment_voucher_key DO NOTHING RETURNING id`;

const WAGES = `SELECT sum(amount_fen) AS fen FROM payment WHERE project_id = $1 AND stage = 'WAGES'`;

const OF_PROJECTS = `
  SELECT y.id, y.project_id AS "projectId", y.village_id AS "villageId", y.stage, y.amount_fen AS "amountFen",
         y.paid_on::text AS "paidOn", y.voucher_number AS "voucherNumber", y.invoice_number AS "invoiceNumber",
         y.document_id AS "documentId", y.worker_count AS "workerCount", y.wage_list_document_id AS "wageListDocumentId",
         y.recorded_by AS "recordedBy", y.recorded_role AS "recordedRole", y.recorded_at AS "recordedAt"
    FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (
      SELECT * FROM payment y WHERE y.project_id = asked.id ORDER BY y.recorded_at DESC, y.id DESC LIMIT 200) y
   ORDER BY y.recorded_at, y.id`;

/**
 * Whether it was stored: not where the village has used that voucher number already.
 * @param voucherKey the number as it is compared, however it was written
 */
export async function insertPayment(
  tx: EntityManager,
  payment: Payment,
  voucherKey: string,
): Promise<boolean> {
  const stored = await tx.query<unknown[]>(INSERT, [
    payment.id,
    payment.projectId,
    payment.villageId,
    payment.stage,
    payment.amountFen,
    payment.paidOn,
    payment.voucherNumber,
    voucherKey,
    payment.invoiceNumber,
    payment.documentId,
    payment.workerCount,
    payment.wageListDocumentId,
    payment.recordedBy,
    payment.recordedRole,
    payment.recordedAt,
  ]);
  return stored.length > 0;
}

/** The latest 200 of each project, oldest first. */
export async function paymentsOf(tx: EntityManager, projectIds: readonly string[]): Promise<Payment[][]> {
  const rows = await tx.query<Payment[]>(OF_PROJECTS, [projectIds]);
  return projectIds.map((id) => rows.filter(({ projectId }) => projectId === id));
}

/** What was paid as wages so far, in fen. */
export async function wagesPaidFor(tx: EntityManager, projectId: string): Promise<number> {
  const [wages] = await tx.query<{ fen: string }[]>(WAGES, [projectId]);
  return Number(wages?.fen ?? 0);
}
