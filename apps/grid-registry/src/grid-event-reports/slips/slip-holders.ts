import { Actor, Role } from '@lianxin/access';
import { systemSubject } from '@lianxin/journal';
import { Clock, Database } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { asWritten, SlipLockedError, UnknownSlipError } from '@lianxin/personal-data';
import { PoliciesService } from '../../policies/policies.service.js';
import type { ReportSlipInput } from './slip.model.js';
import { countWrongCode, findSlip, forgetWrongCodes } from './slips.queries.js';
import type { SlipRow } from './slips.queries.js';
import { Slips } from './slips.js';

export interface SlipHolder {
  /** The person whose report it is, with what is one's own and no post. */
  readonly actor: Actor;
  readonly gridEventId: string;
}

const LOCK_MS = 3_600_000;

/**
 * A slip stands for the person whose report it is: who holds it does with the report whatever they could do with an account
 * (S3-13). Wrong codes are counted and lock the number for an hour.
 */
@Injectable()
export class SlipHolders {
  private readonly desk = Actor.system(systemSubject('grid-registry.slips'), {
    correlationId: 'grid-registry.slips',
  });

  constructor(
    private readonly database: Database,
    private readonly slips: Slips,
    private readonly policies: PoliciesService,
    private readonly clock: Clock,
  ) {}

  /** @throws UnknownSlipError alike for an unknown number and a wrong code; SlipLockedError */
  async holderOf(slip: ReportSlipInput, correlationId: string): Promise<SlipHolder> {
    const found = await this.database.write(this.desk, (tx) => this.check(tx, slip));
    if (!found) throw new UnknownSlipError();
    const { gridEventId, reporterId, isAnonymous } = found;
    // Nothing that is recorded may lead from an anonymous report to a request, and so to an account.
    const origin = { correlationId: isAnonymous ? reporterId : correlationId };
    const oneself = { id: reporterId, role: Role.PERSON, areaCode: '', departmentId: null };
    return { gridEventId, actor: Actor.person(reporterId, [oneself], origin) };
  }

  private async check(tx: EntityManager, { number, queryCode }: ReportSlipInput): Promise<SlipRow | null> {
    const found = await findSlip(tx, asWritten(number));
    if (!found) return null;
    const now = this.clock.now();
    if (found.lockedUntil && found.lockedUntil > now) throw new SlipLockedError(found.lockedUntil);
    if (this.slips.isCodeOf(found.gridEventId, queryCode)) {
      await forgetWrongCodes(tx, found.gridEventId);
      return found;
    }
    const question = { areaCode: null, on: now };
    const { value: allowed } = this.policies.book.valueAt('grid-event.slip-wrong-codes', question);
    await countWrongCode(tx, found.gridEventId, { allowed, lockUntil: new Date(now.getTime() + LOCK_MS) });
    return null;
  }
}
