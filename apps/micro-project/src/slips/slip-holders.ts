import { Actor, Role } from '@lianxin/access';
import { systemSubject } from '@lianxin/journal';
import { asWritten, SlipLockedError, UnknownSlipError } from '@lianxin/personal-data';
import { PolicyReplica } from '@lianxin/replicas';
import { Clock, Database } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SlipInput } from './slip.model.js';
import { countWrongCode, findSlip, forgetWrongCodes } from './slips.queries.js';
import type { SlipRow, SlipTable } from './slips.queries.js';
import { Slips } from './slips.js';

export interface SlipHolder {
  /** The person whose matter it is, with what is one's own and no post. */
  readonly actor: Actor;
  readonly aggregateId: string;
  readonly keyerId: string | null;
  /** An official who keyed it in may have kept the slip: what counts only from the person does not count through it. */
  readonly isKeyedInOffice: boolean;
}

export interface SlipQuestion {
  readonly table: SlipTable;
  readonly slip: SlipInput;
  readonly correlationId: string;
}

const LOCK_MS = 3_600_000;

/**
 * A slip stands for the person whose matter it is: who holds it does with it whatever they could do with an account (S3-13).
 * Wrong codes are counted and lock the number for an hour.
 */
@Injectable()
export class SlipHolders {
  private readonly desk = Actor.system(systemSubject('micro-project.slips'), {
    correlationId: 'micro-project.slips',
  });

  constructor(
    private readonly database: Database,
    private readonly slips: Slips,
    private readonly policies: PolicyReplica,
    private readonly clock: Clock,
  ) {}

  /** @throws UnknownSlipError alike for an unknown number and a wrong code; SlipLockedError */
  async holderOf(question: SlipQuestion): Promise<SlipHolder> {
    const { value: allowed } = (await this.policies.book()).valueAt('micro-project.slip-wrong-codes', {
      areaCode: null,
      on: this.clock.now(),
    });
    const found = await this.database.write(this.desk, (tx) => this.check(tx, question, allowed));
    if (!found) throw new UnknownSlipError();
    const { aggregateId, subjectId, keyerId, isKeyedInOffice, isAnonymous } = found;
    // Nothing that is recorded may lead from an anonymous matter to a request, and so to an account.
    const origin = { correlationId: isAnonymous ? subjectId : question.correlationId };
    const oneself = { id: subjectId, role: Role.PERSON, areaCode: '', departmentId: null };
    const actor = Actor.person(subjectId, [oneself], origin);
    return { aggregateId, keyerId, isKeyedInOffice, actor };
  }

  private async check(
    tx: EntityManager,
    { table, slip: { number, queryCode } }: SlipQuestion,
    allowed: number,
  ): Promise<SlipRow | null> {
    const found = await findSlip(tx, table, asWritten(number));
    if (!found) return null;
    const now = this.clock.now();
    if (found.lockedUntil && found.lockedUntil > now) throw new SlipLockedError(found.lockedUntil);
    if (this.slips.isCodeOf(found.aggregateId, queryCode)) {
      await forgetWrongCodes(tx, found.aggregateId);
      return found;
    }
    await countWrongCode(tx, found.aggregateId, { allowed, lockUntil: new Date(now.getTime() + LOCK_MS) });
    return null;
  }
}
