import { Access } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { Journal } from '@lianxin/journal';
import { shownGrantOf } from '@lianxin/personal-data';
import { checkUuid, Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { Need } from './need.entity.js';
import { viewOfNeed } from './need.rules.js';
import { NEED_TRANSITIONS } from './need.transitions.js';
import type { NeedState, NeedStepName } from './need.transitions.js';

export interface TakenNeedStep {
  readonly name: NeedStepName;
  /** Joins the payload of the step's event. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Ciphertexts of what the actor typed, by field. */
  readonly sealed?: Readonly<Record<string, string>>;
}

export interface NeedStep {
  readonly needId: string;
  /** What the actor's post must allow of that need. */
  readonly action: string;
  readonly change: (need: Need, at: Date) => TakenNeedStep | Promise<TakenNeedStep>;
}

/** A step of a need that this transaction holds, under a post that was found to allow it. */
export interface AllowedNeedStep {
  readonly grant: Grant;
  readonly change: (need: Need, at: Date) => TakenNeedStep | null;
}

/** The one way of every step: find or fail, guard, change by the entity's rules, store, record. */
@Injectable()
export class NeedSteps {
  constructor(
    private readonly access: Access,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  async take(tx: EntityManager, actor: Actor, { needId, action, change }: NeedStep): Promise<Need> {
    const [need] = await this.lockAll(tx, actor, [needId]);
    if (!need) throw new NotFoundError('Need', needId);
    const grant = this.access.require(actor, action, 'Need', viewOfNeed(need));
    const before = { ...need };
    const taken = await change(need, this.clock.now());
    await this.store(tx, before, need);
    await this.record(tx, actor, { need, grant, taken, fromState: before.state });
    return need;
  }

  /** @param need held by this transaction; a change that answers null is stored and tells nobody */
  async carryOut(tx: EntityManager, actor: Actor, need: Need, step: AllowedNeedStep): Promise<void> {
    const before = { ...need };
    const taken = step.change(need, this.clock.now());
    await this.store(tx, before, need);
    if (taken) await this.record(tx, actor, { need, grant: step.grant, taken, fromState: before.state });
  }

  async begin(
    tx: EntityManager,
    actor: Actor,
    beginning: { need: Need; grant: Grant; taken: TakenNeedStep },
  ): Promise<void> {
    await tx.insert(Need, beginning.need);
    await this.record(tx, actor, { ...beginning, fromState: null });
  }

  /**
   * Reads the needs and holds their rows for the rest of the transaction, in the order of their ids.
   * @throws NotFoundError also for what one may not see
   */
  async lockAll(tx: EntityManager, actor: Actor, needIds: readonly string[]): Promise<Need[]> {
    const ids = needIds.map((id) => checkUuid(id, 'needId'));
    const needs = await this.lockFound(tx, actor, ids);
    const missing = ids.find((id) => !needs.some((need) => need.id === id));
    if (missing !== undefined) throw new NotFoundError('Need', missing);
    return needs;
  }

  /** The same without those that one may not see, or that do not exist. */
  async lockFound(tx: EntityManager, actor: Actor, ids: readonly string[]): Promise<Need[]> {
    const needs = await tx.find(Need, {
      where: { id: In(ids) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    return needs.filter((need) => this.isReadable(actor, need));
  }

  /** @throws NotFoundError also for what one may not see */
  async get(tx: EntityManager, actor: Actor, needId: string): Promise<Need> {
    const need = await tx.findOneBy(Need, { id: checkUuid(needId, 'needId') });
    if (!need || !this.isReadable(actor, need)) throw new NotFoundError('Need', needId);
    return need;
  }

  /** For who keyed it in and sees it no more, as it was answered then: a repeat is no window on what became of it. */
  async getBeginningAgain(tx: EntityManager, actor: Actor, needId: string): Promise<Need> {
    const need = await tx.findOneBy(Need, { id: needId });
    if (!need) throw new NotFoundError('Need', needId);
    return this.isReadable(actor, need) ? need : need.asSubmitted();
  }

  private isReadable(actor: Actor, need: Need): boolean {
    return this.access.findGrant(actor, 'read', 'Need', viewOfNeed(need)) !== null;
  }

  private async store(tx: EntityManager, before: Partial<Need>, need: Need): Promise<void> {
    const fields = Object.entries(need) as [keyof Need, unknown][];
    const changes = Object.fromEntries(fields.filter(([field, value]) => value !== before[field]));
    if (Object.keys(changes).length > 0) await tx.update(Need, { id: need.id }, changes);
  }

  private async record(
    tx: EntityManager,
    actor: Actor,
    {
      need,
      grant,
      taken,
      fromState,
    }: { need: Need; grant: Grant; taken: TakenNeedStep; fromState: NeedState | null },
  ): Promise<void> {
    const { name, extra, sealed = {} } = taken;
    const { areaCode, villageCode, kind, channel, state: toState, lastStepAt } = need;
    await this.journal.record(tx, actor, {
      event: NEED_TRANSITIONS[name].event,
      aggregateId: need.id,
      areaCode,
      grant: shownGrantOf(grant, fromState === null ? need : { confidentiality: 'OPEN' }),
      data: {
        areaCode,
        villageCode,
        kind,
        channel,
        fromState,
        toState,
        at: lastStepAt.toISOString(),
        ...extra,
      },
      isFirst: fromState === null,
      ...(Object.keys(sealed).length > 0 && { sealed }),
    });
  }
}
