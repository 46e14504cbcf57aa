import type { Actor } from '@lianxin/access';
import { EnvelopeLimitChanged, QuotaTransferred } from '@lianxin/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { netOfExceptions } from '../envelopes/envelope-changes.queries.js';
import { QuotaMoveError } from '../envelopes/envelope.errors.js';
import type { Envelope } from '../envelopes/envelope.entity.js';
import { EnvelopesService } from '../envelopes/envelopes.service.js';
import { fenOf } from '../money/money.js';
import type { MoveQuotaInput, SetEnvelopeLimitInput } from './envelope.inputs.js';
import { QuotaChanges } from './quota-changes.js';

/** S0-06: what the township does with the quota of its villages. */
@Injectable()
export class QuotaService {
  constructor(
    private readonly changes: QuotaChanges,
    private readonly envelopes: EnvelopesService,
  ) {}

  /** @throws QuotaBelowHoldingsError, QuotaAboveEntitlementError, EnvelopeYearError, AmountMalformedError */
  async setEnvelopeLimit(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: SetEnvelopeLimitInput,
  ): Promise<Envelope[]> {
    const { quotaClass, year } = input;
    const village = await this.changes.village(tx, actor, 'setLimit', input.villageCode);
    const reason = await this.changes.reasonOf(input);
    const envelope = await this.envelopes.lockOrOpen(tx, actor, village, year);
    const policy = await this.envelopes.quotaOf(village);
    const policyFen = quotaClass === 'LARGER' ? policy.largerFen : policy.smallFen;
    const netFen = await netOfExceptions(tx, envelope, quotaClass);
    const beforeFen = envelope.limitOf(quotaClass);
    envelope.setLimit(quotaClass, fenOf(input.limit), policyFen + netFen);
    const { grant } = village;
    const made = { id, kind: 'LIMIT_SET', quotaClass, beforeFen, reason, grant } as const;
    await this.changes.make(tx, actor, envelope, { ...made, event: EnvelopeLimitChanged });
    return [envelope];
  }

  /** @returns the giving envelope, then the receiving one @throws QuotaMoveError, QuotaExceededError, EnvelopeYearError, AmountMalformedError */
  async moveQuota(
    tx: EntityManager,
    actor: Actor,
    transferId: string,
    input: MoveQuotaInput,
  ): Promise<Envelope[]> {
    const { quotaClass, year } = input;
    const giver = await this.changes.village(tx, actor, 'moveQuota', input.fromVillageCode);
    const receiver = await this.changes.village(tx, actor, 'moveQuota', input.toVillageCode);
    if (giver.villageId === receiver.villageId) throw new QuotaMoveError();
    const reason = await this.changes.reasonOf(input);
    const amountFen = fenOf(input.amount);
    const both = await this.envelopes.lockOrOpenAll(tx, actor, [giver, receiver], year);
    const giving = envelopeOf(both, giver.villageId);
    const receiving = envelopeOf(both, receiver.villageId);
    const before = [giving.limitOf(quotaClass), receiving.limitOf(quotaClass)] as const;
    giving.moveTo(receiving, quotaClass, amountFen);
    const made = { quotaClass, reason, transferId, event: QuotaTransferred, grant: giver.grant };
    await this.changes.make(tx, actor, giving, {
      ...{ ...made, kind: 'GIVEN', beforeFen: before[0], otherEnvelopeId: receiving.id },
      extra: { transferId, otherVillageCode: receiving.villageCode, isGiving: true, amountFen },
    });
    await this.changes.make(tx, actor, receiving, {
      ...{ ...made, kind: 'RECEIVED', beforeFen: before[1], otherEnvelopeId: giving.id },
      extra: { transferId, otherVillageCode: giving.villageCode, isGiving: false, amountFen },
    });
    return [giving, receiving];
  }
}

function envelopeOf(envelopes: readonly Envelope[], villageId: number): Envelope {
  const envelope = envelopes.find((each) => each.villageId === villageId);
  if (!envelope) throw new Error(`The envelope of village ${villageId} was not opened.`);
  return envelope;
}
