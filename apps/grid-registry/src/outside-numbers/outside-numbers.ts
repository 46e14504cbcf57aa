import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { OUTSIDE_SYSTEMS } from '@lianxin/contracts';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { OutsideReferenceError } from '../grid-events/errors/grid-event.errors.js';
import type { GridEventRow, GridEventSource } from '../grid-events/entity/grid-event.row.js';
import { viewOf } from '../grid-events/grid-event.rules.js';
import { PoliciesService } from '../policies/policies.service.js';
import {
  OutsideNumbersError,
  OutsideNumberTakenError,
  OutsideReferenceMissingError,
} from './outside-number.errors.js';
import type { OutsideSystem } from './outside-number.errors.js';
import type { OutsideNumberInput } from './outside-number.inputs.js';
import { countNumbers, findEventOfNumber, insertNumber } from './outside-numbers.queries.js';
import type { NumberElsewhere } from './outside-numbers.queries.js';

/** A number in another system's books: letters, digits and the signs such numbers have; no room for a person's name. */
const OUTSIDE_REFERENCE = /^[A-Za-z0-9\-_/#.:〔〕号字第]+$/;

/** What they send must be answered back to them. */
const NUMBERED: ReadonlySet<GridEventSource> = new Set(['HOTLINE_12345', 'LINKAGE_110']);

export interface ReportedNumbers {
  readonly source: GridEventSource;
  readonly outsideReference?: string | null;
  readonly outsideNumbers?: readonly OutsideNumberInput[] | null;
}

/** The number at the source, as the event shows it, and all that are kept. */
export interface CheckedNumbers {
  readonly reference: string | null;
  readonly numbers: readonly NumberElsewhere[];
}

/** S1-27: what came from 12345 or 110 is known by its number there, once, and may have one at both (一键转接). */
@Injectable()
export class OutsideNumbers {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
    private readonly policies: PoliciesService,
  ) {}

  /** @throws OutsideReferenceError, OutsideReferenceMissingError, OutsideNumbersError */
  checkReport({ source, outsideReference, outsideNumbers }: ReportedNumbers): CheckedNumbers {
    const given = (outsideNumbers ?? []).map((each) => this.check(each));
    const system = systemOf(source);
    const named = typeof outsideReference === 'string' ? this.checkNumber(outsideReference) : null;
    const own = given.find((each) => each.system === system);
    const numbers =
      system !== null && named !== null && own?.number !== named
        ? [{ system, number: named, dueAt: null }, ...given]
        : given;
    const reference = named ?? own?.number ?? null;
    if (system !== null && NUMBERED.has(source) && reference === null)
      throw new OutsideReferenceMissingError(system);
    const max = this.maxNumbers();
    const distinct = new Set(numbers.map((each) => `${each.system} ${each.number}`));
    if (numbers.length > max || distinct.size < numbers.length) throw new OutsideNumbersError(max);
    return { reference, numbers };
  }

  /** @throws OutsideReferenceError */
  check({ system, number, dueAt = null }: OutsideNumberInput): NumberElsewhere {
    return { system, number: this.checkNumber(number), dueAt };
  }

  /**
   * A number belongs to one event. The caller holds the event's row, or has just begun it.
   * @throws OutsideNumberTakenError naming the event that has it to those alone who may read it
   * @throws OutsideNumbersError
   */
  async keep(
    tx: EntityManager,
    actor: Actor,
    event: Pick<GridEventRow, 'id' | 'restrictedTo'>,
    numbers: readonly NumberElsewhere[],
  ): Promise<void> {
    const max = this.maxNumbers();
    if (numbers.length > 0 && (await countNumbers(tx, event.id)) + numbers.length > max)
      throw new OutsideNumbersError(max);
    for (const each of numbers) {
      const taken = await findEventOfNumber(tx, each.system, each.number);
      if (taken !== null && event.restrictedTo === null)
        throw new OutsideNumberTakenError(each.system, await this.readable(tx, actor, taken));
      if (!(await insertNumber(tx, event, each, this.clock.now())))
        throw new OutsideNumberTakenError(each.system, null);
    }
  }

  private async readable(tx: EntityManager, actor: Actor, gridEventId: string): Promise<string | null> {
    const event = await tx.findOneBy(GridEvent, { id: gridEventId });
    return event && this.access.findGrant(actor, 'read', 'GridEvent', viewOf(event)) ? gridEventId : null;
  }

  private checkNumber(number: string): string {
    const question = { areaCode: null, on: this.clock.now() };
    const { value: longest } = this.policies.book.valueAt(
      'grid-event.outside-reference-characters',
      question,
    );
    if (number.length > longest || !OUTSIDE_REFERENCE.test(number)) throw new OutsideReferenceError(longest);
    return number;
  }

  private maxNumbers(): number {
    const question = { areaCode: null, on: this.clock.now() };
    return this.policies.book.valueAt('grid-event.outside-numbers', question).value;
  }
}

/** The system that a source's numbers belong to; patrols and residents number nothing. */
function systemOf(source: GridEventSource): OutsideSystem | null {
  return OUTSIDE_SYSTEMS.find((system) => system === source) ?? null;
}
