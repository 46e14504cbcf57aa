import { Access, SqlParameters } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { AreaChanged } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import type { Sealer } from '@lianxin/personal-data';
import { normalizeText } from '@lianxin/personal-data';
import { Clock, checkUuid, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PoliciesService } from '../../policies/policies.service.js';
import type { Area } from '../area.entity.js';
import { AreasService } from '../areas.service.js';
import { TAKE_TURN } from '../import/import-areas.service.js';
import { AreaChange } from './area-change.entity.js';
import type { Decision } from './area-change.entity.js';
import { AreaChangeCountError } from './area-change.errors.js';
import type { DecideAreaChangesInput } from './area-change.inputs.js';
import { findAreaChanges, lockAreaChanges } from './area-changes.queries.js';
import type { AreaChangePage } from './area-changes.queries.js';
import { AreaRevisionsService } from './area-revisions.service.js';
import type { RevisedArea } from './area-revisions.service.js';

const DECIDABLE = { action: 'decide', subject: 'AreaChange', columns: { code: 'c.code' } };
const MAX_DECIDED_AT_ONCE = 500;
/** Outer areas come before what lies in them, and at each level in this order; who is gone goes last, inner ones first. */
const ORDER = ['NEW', 'MOVED', 'RENAMED'];

interface Decided {
  readonly change: AreaChange;
  readonly grant: Grant;
  readonly decision: Decision;
}

@Injectable()
export class AreaChangesService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreasService,
    private readonly revisions: AreaRevisionsService,
    private readonly policies: PoliciesService,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** Those that the actor may decide. */
  findAreaChanges(tx: EntityManager, actor: Actor, page: AreaChangePage): Promise<AreaChange[]> {
    const parameters = new SqlParameters();
    const condition = this.access.filter(actor, DECIDABLE, parameters);
    return findAreaChanges(tx, { condition, parameters: parameters.values }, page);
  }

  /**
   * Approves all of them, applying each with its date, or rejects all.
   * @throws NotFoundError also for what the actor may not decide
   * @throws AreaChangeCountError, AreaChangeDecidedError, AreaChangeOutdatedError, AreaParentMissingError,
   *   AreaCodeTakenError, AreaNotEmptyError
   */
  async decideAreaChanges(
    tx: EntityManager,
    actor: Actor,
    input: DecideAreaChangesInput,
    sealer: Sealer,
  ): Promise<AreaChange[]> {
    await tx.query(TAKE_TURN);
    const changes = await this.getAreaChanges(tx, actor, input.ids);
    const decided = changes.map((change) => this.decisionOn(change, actor, input, sealer));
    if (input.decision === 'REJECT') for (const { change, decision } of decided) change.reject(decision);
    else await this.approve(tx, actor, decided, input.successorCodes ?? []);
    for (const { change } of decided) await tx.update(AreaChange, change.id, stored(change));
    return changes;
  }

  /** Locked, in the order of their ids. */
  async getAreaChanges(tx: EntityManager, actor: Actor, ids: readonly string[]): Promise<AreaChange[]> {
    const wanted = [...new Set(ids.map((id) => checkUuid(id, 'ids')))];
    if (wanted.length < 1 || wanted.length > MAX_DECIDED_AT_ONCE) {
      throw new AreaChangeCountError(wanted.length, MAX_DECIDED_AT_ONCE);
    }
    const found = await lockAreaChanges(tx, wanted);
    const mine = new Map(
      found.filter((change) => this.grantFor(actor, change)).map((change) => [change.id, change]),
    );
    const missing = wanted.find((id) => !mine.has(id));
    if (missing) throw new NotFoundError('AreaChange', missing);
    return [...mine.values()];
  }

  private grantFor(actor: Actor, { code }: AreaChange): Grant | null {
    return this.access.findGrant(actor, 'decide', 'AreaChange', { code });
  }

  private decisionOn(
    change: AreaChange,
    actor: Actor,
    input: DecideAreaChangesInput,
    sealer: Sealer,
  ): Decided {
    change.assertOpen();
    const grant = this.access.require(actor, 'decide', 'AreaChange', { code: change.code });
    const reasonSealed = input.reason ? this.seal(sealer, change, input.reason) : null;
    return {
      change,
      grant,
      decision: { at: this.clock.now(), by: actor.subject, as: grant.role, reasonSealed },
    };
  }

  private seal(sealer: Sealer, change: AreaChange, reason: string): string {
    const when = { areaCode: null, on: this.clock.now() };
    const { value: maxCharacters } = this.policies.book.valueAt('grid-event.reason-characters', when);
    return sealer.seal(
      normalizeText(reason, { maxCharacters, field: 'reason' }),
      `area-change.${change.id}.reason`,
    );
  }

  private async approve(
    tx: EntityManager,
    actor: Actor,
    decided: readonly Decided[],
    successorCodes: readonly string[],
  ): Promise<void> {
    const rank = ({ change }: Decided): number =>
      change.code.length * ORDER.length + ORDER.indexOf(change.kind);
    const staying = decided.filter(({ change }) => change.kind !== 'GONE').sort((a, b) => rank(a) - rank(b));
    for (const each of staying) await this.applyOne(tx, actor, each, []);
    const going = decided.filter(({ change }) => change.kind === 'GONE').sort((a, b) => rank(b) - rank(a));
    const successors: Area[] = [];
    for (const code of successorCodes) successors.push(await this.areas.getArea(tx, code));
    for (const each of going) await this.applyOne(tx, actor, each, successors);
  }

  private async applyOne(
    tx: EntityManager,
    actor: Actor,
    each: Decided,
    successors: readonly Area[],
  ): Promise<void> {
    const { change, decision } = each;
    const revised = await this.revise(tx, actor, change, successors);
    const [first] = revised;
    if (!first) return;
    change.approve(decision, first.area.id);
    for (const one of revised)
      await this.record(tx, actor, each, { ...one, successors, isAskedFor: one === first });
  }

  private async revise(
    tx: EntityManager,
    actor: Actor,
    change: AreaChange,
    successors: readonly Area[],
  ): Promise<RevisedArea[]> {
    switch (change.kind) {
      case 'NEW':
        return [await this.revisions.addArea(tx, change)];
      case 'RENAMED':
        return [await this.revisions.renameArea(tx, change)];
      case 'MOVED':
        return this.revisions.moveArea(tx, actor, change);
      case 'GONE':
        return [await this.revisions.endArea(tx, change, successors)];
    }
  }

  private async record(
    tx: EntityManager,
    actor: Actor,
    { change, grant, decision }: Decided,
    {
      area,
      formerCode,
      successors,
      isAskedFor,
    }: RevisedArea & { successors: readonly Area[]; isAskedFor: boolean },
  ): Promise<void> {
    const { id: areaId, code, name, parentId, committeeKind, validFrom, validUntil } = area;
    await this.journal.record(tx, actor, {
      event: AreaChanged,
      aggregateId: `area-${areaId}`,
      areaCode: code,
      data: {
        ...{ areaId, change: change.kind, formerCode, code, name, parentId, committeeKind },
        effectiveFrom: validUntil ?? validFrom,
        successorCodes: successors.map((successor) => successor.code),
      },
      grant,
      ...(isAskedFor && decision.reasonSealed && { sealed: { reason: decision.reasonSealed } }),
    });
  }
}

function stored({
  state,
  areaId,
  decidedAt,
  decidedBy,
  decidedAs,
  reasonSealed,
}: AreaChange): Partial<AreaChange> {
  return { state, areaId, decidedAt, decidedBy, decidedAs, reasonSealed };
}
