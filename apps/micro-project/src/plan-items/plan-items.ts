import { checkUuid } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { fenOf } from '../money/money.js';
import { NeedNotCandidateError } from '../needs/need.errors.js';
import { Words } from '../words/words.js';
import type { Plan } from '../plans/plan.entity.js';
import { PlanItemInUseError, PlanItemsError, PlanItemUnknownError } from '../plans/plan.errors.js';
import type { PlanItemInput } from '../plans/plan.inputs.js';
import { itemsInUse, knownItems, needsWorthPlanning } from './plans.queries.js';
import type { PlanItem } from './plans.queries.js';

const MAX_ITEMS = 100;

/** What a village writes into a version of its plan. */
@Injectable()
export class PlanItems {
  constructor(private readonly words: Words) {}

  /** @throws PlanItemsError, PlanItemUnknownError, PlanItemInUseError, NeedNotCandidateError, AmountMalformedError, PersonalNumberError */
  async written(
    tx: EntityManager,
    plan: Plan,
    inputs: readonly PlanItemInput[],
    { isNew }: { isNew: boolean },
  ): Promise<PlanItem[]> {
    if (inputs.length < 1 || inputs.length > MAX_ITEMS) throw new PlanItemsError(MAX_ITEMS);
    const items: PlanItem[] = [];
    for (const input of inputs) items.push(await this.one(input));
    checkOnce(items.map(({ itemId }) => itemId));
    await checkNeeds(tx, plan.villageId, items);
    const named = inputs.flatMap(({ itemId }) => (itemId ? [checkUuid(itemId, 'itemId')] : []));
    const known = isNew ? new Set<string>() : await knownItems(tx, plan.id, named);
    if (named.some((id) => !known.has(id))) throw new PlanItemUnknownError();
    if (!isNew) await checkNothingLost(tx, plan.id, items);
    return items;
  }

  private async one({ itemId, title, quotaClass, budget, needIds }: PlanItemInput): Promise<PlanItem> {
    return {
      itemId: itemId ? checkUuid(itemId, 'itemId') : uuidv7(),
      title: await this.words.published(title, 'title', 'micro-project.title-characters'),
      ...{ quotaClass, budgetFen: fenOf(budget) },
      needIds: needIds.map((id) => checkUuid(id, 'needIds')),
    };
  }
}

/** What a project carries out stays in the plan, in its class. @throws PlanItemInUseError */
export async function checkNothingLost(
  tx: EntityManager,
  planId: string,
  items: readonly PlanItem[],
): Promise<void> {
  for (const { itemId, quotaClass } of await itemsInUse(tx, planId))
    if (!items.some((item) => item.itemId === itemId && item.quotaClass === quotaClass))
      throw new PlanItemInUseError(itemId);
}

async function checkNeeds(tx: EntityManager, villageId: number, items: readonly PlanItem[]): Promise<void> {
  if (items.some(({ needIds }) => needIds.length > MAX_ITEMS)) throw new PlanItemsError(MAX_ITEMS);
  const needIds = items.flatMap((item) => item.needIds);
  checkOnce(needIds);
  const worth = await needsWorthPlanning(tx, villageId, needIds);
  const other = needIds.find((id) => !worth.has(id));
  if (other !== undefined) throw new NeedNotCandidateError(other);
}

function checkOnce(ids: readonly string[]): void {
  if (new Set(ids).size < ids.length) throw new PlanItemsError(MAX_ITEMS);
}
