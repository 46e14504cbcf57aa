import type { EntityManager } from 'typeorm';
import type { QuotaClass } from '../envelopes/envelope.entity.js';
import { PlanItemClassError, PlanItemTakenError, PlanItemUnknownError } from '../plans/plan.errors.js';

/** The plan's row is held: of two projects for one item one waits, and then sees the other. */
const APPROVED_ITEM = `
  SELECT i.quota_class AS "quotaClass" FROM plan p JOIN plan_item i ON i.plan_id = p.id AND i.version = p.approved_version
   WHERE i.item_id = $1 AND p.village_id = $2 FOR UPDATE OF p`;
const TAKEN = `SELECT 1 FROM project p WHERE p.plan_item_id = $1 AND p.state NOT IN ('REJECTED', 'ABANDONED')`;

export interface WantedItem {
  readonly itemId: string;
  readonly villageId: number;
  readonly quotaClass: QuotaClass;
}

/**
 * An item that a new project is to carry out: of the plan that holds in that village, and nobody else's.
 * @throws PlanItemUnknownError, PlanItemTakenError, PlanItemClassError
 */
export async function takePlanItem(
  tx: EntityManager,
  { itemId, villageId, quotaClass }: WantedItem,
): Promise<void> {
  const [item] = await tx.query<{ quotaClass: QuotaClass }[]>(APPROVED_ITEM, [itemId, villageId]);
  if (!item) throw new PlanItemUnknownError();
  if (item.quotaClass !== quotaClass) throw new PlanItemClassError(item.quotaClass);
  const taken = await tx.query<unknown[]>(TAKEN, [itemId]);
  if (taken.length > 0) throw new PlanItemTakenError();
}
