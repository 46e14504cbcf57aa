import { Access } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { PlanApproved, PlanReturned, PlanSubmitted } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import type { Sealer } from '@lianxin/personal-data';
import { AreaReplica } from '@lianxin/replicas';
import { checkUuid, Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Meetings } from '../decisions/meetings.js';
import { Words } from '../words/words.js';
import { checkNothingLost, PlanItems } from '../plan-items/plan-items.js';
import { Plan } from './plan.entity.js';
import { IllegalPlanStepError } from './plan.errors.js';
import type { ApproveYearlyPlanInput, ReturnYearlyPlanInput, SubmitYearlyPlanInput } from './plan.inputs.js';
import { viewOfPlan } from './plan.rules.js';
import { findPlan, insertApproval, insertItems, insertPlan, itemsOf } from '../plan-items/plans.queries.js';
import type { PlanItem } from '../plan-items/plans.queries.js';

const TOWNSHIP_CODE_LENGTH = 9;

/** S0-04, S0-05: the village plans its year, the township's Party committee approves it at a meeting. */
@Injectable()
export class PlanningService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly items: PlanItems,
    private readonly journal: Journal,
    private readonly meetings: Meetings,
    private readonly words: Words,
  ) {}

  /** @throws PlanYearError, PlanItemsError, NeedNotCandidateError, PlanItemInUseError, AmountMalformedError */
  async submitYearlyPlan(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: SubmitYearlyPlanInput,
  ): Promise<Plan> {
    const { id: villageId, code: villageCode } = await this.areas.getByCode(tx, input.villageCode);
    const view = viewOfPlan({ villageCode, approvedVersion: null });
    const grant = this.access.require(actor, 'submit', 'YearlyPlan', view);
    const at = this.clock.now();
    const where = { villageId, year: input.year };
    const known = await tx.findOne(Plan, { where, lock: { mode: 'pessimistic_write' } });
    const plan = known ?? Plan.submit({ id, villageId, villageCode, year: input.year }, at);
    if (known) known.submitAnew(at);
    const items = await this.items.written(tx, plan, input.items, { isNew: !known });
    if (known) await this.store(tx, known);
    // Somebody else submitted it at the very same moment.
    else if (!(await insertPlan(tx, plan))) throw new IllegalPlanStepError('submit', 'SUBMITTED');
    await insertItems(tx, { planId: plan.id, version: plan.version }, items);
    await this.journal.record(tx, actor, {
      ...{ event: PlanSubmitted, ...placeOf(plan), grant, isFirst: !known },
      data: { ...standingOf(plan, at), items: items.map(toldOf) },
    });
    return plan;
  }

  async returnYearlyPlan(
    tx: EntityManager,
    actor: Actor,
    { planId, note }: ReturnYearlyPlanInput,
    sealer: Sealer,
  ): Promise<Plan> {
    const { plan, grant } = await this.lock(tx, actor, planId, 'returnForRevision');
    const at = this.clock.now();
    plan.returnForRevision(at);
    await this.store(tx, plan);
    const sealed = await this.words.seal({ sealer, aggregate: 'plan', id: plan.id }, { note });
    const fact = { event: PlanReturned, ...placeOf(plan), grant, data: standingOf(plan, at) };
    await this.journal.record(tx, actor, { ...fact, sealed });
    return plan;
  }

  /**
   * @throws PlanVersionError, PlanItemInUseError, WrongBodyError, NotAMemberError, QuorumLackingError, MeetingDayError
   * @throws DocumentUnfitError
   */
  async approveYearlyPlan(
    tx: EntityManager,
    actor: Actor,
    { planId, version, meeting }: ApproveYearlyPlanInput,
  ): Promise<Plan> {
    const { plan, grant } = await this.lock(tx, actor, planId, 'approve');
    const at = this.clock.now();
    plan.approve(version, at);
    const [items = []] = await itemsOf(tx, [{ planId: plan.id, version }]);
    await checkNothingLost(tx, plan.id, items);
    const held = await this.meetings.require(tx, {
      ...{ meeting, competent: 'TOWNSHIP_PARTY_COMMITTEE', since: plan.submittedAt, at },
      bodyAreaCode: plan.villageCode.slice(0, TOWNSHIP_CODE_LENGTH),
    });
    await this.store(tx, plan);
    const keyed = { by: actor.subject, role: grant.role, at };
    await insertApproval(tx, { planId: plan.id, version }, held, keyed);
    const { minutesDocumentId } = held;
    await this.journal.record(tx, actor, {
      ...{ event: PlanApproved, ...placeOf(plan), grant },
      data: { ...standingOf(plan, at), items: items.map(toldOf), minutesDocumentId },
    });
    return plan;
  }

  /** @throws NotFoundError also for what one may not see */
  async get(tx: EntityManager, actor: Actor, planId: string): Promise<Plan> {
    return this.readable(actor, await tx.findOneBy(Plan, { id: checkUuid(planId, 'planId') }), planId);
  }

  /** The plan of a village and year: for the repeat of its submission. @throws NotFoundError */
  async getOf(
    tx: EntityManager,
    actor: Actor,
    { villageCode, year }: Pick<SubmitYearlyPlanInput, 'villageCode' | 'year'>,
  ): Promise<Plan> {
    return this.readable(actor, await findPlan(tx, villageCode, year), `${villageCode} ${year}`);
  }

  private async lock(
    tx: EntityManager,
    actor: Actor,
    planId: string,
    action: string,
  ): Promise<{ plan: Plan; grant: Grant }> {
    const where = { id: checkUuid(planId, 'planId') };
    const found = await tx.findOne(Plan, { where, lock: { mode: 'pessimistic_write' } });
    const plan = this.readable(actor, found, planId);
    return { plan, grant: this.access.require(actor, action, 'YearlyPlan', viewOfPlan(plan)) };
  }

  private readable(actor: Actor, plan: Plan | null, id: string): Plan {
    if (!plan || !this.access.findGrant(actor, 'read', 'YearlyPlan', viewOfPlan(plan)))
      throw new NotFoundError('YearlyPlan', id);
    return plan;
  }

  private async store(tx: EntityManager, plan: Plan): Promise<void> {
    const { id, state, version, approvedVersion, submittedAt, approvedAt, lastStepAt } = plan;
    const changes = { state, version, approvedVersion, submittedAt, approvedAt, lastStepAt };
    await tx.update(Plan, { id }, changes);
  }
}

const placeOf = ({ id, villageCode }: Plan) => ({ aggregateId: id, areaCode: villageCode });

const standingOf = ({ villageCode, year, version }: Plan, at: Date) => ({
  ...{ villageCode, year, version, at: at.toISOString() },
});

const toldOf = ({ itemId, quotaClass, budgetFen }: PlanItem) => ({ itemId, quotaClass, budgetFen });
