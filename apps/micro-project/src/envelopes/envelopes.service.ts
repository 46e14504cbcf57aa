import type { Actor } from '@lianxin/access';
import { EnvelopeOpened } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { PolicyReplica } from '@lianxin/replicas';
import { Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Envelope } from './envelope.entity.js';
import type { EnvelopePlace, QuotaLimits } from './envelope.entity.js';

type Village = Pick<EnvelopePlace, 'villageId' | 'villageCode'>;

/** Holds and changes the envelopes: a row held is a row nobody else spends from. */
@Injectable()
export class EnvelopesService {
  constructor(
    private readonly journal: Journal,
    private readonly policies: PolicyReplica,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundError */
  async lock(tx: EntityManager, id: string | null): Promise<Envelope> {
    const envelope =
      id && (await tx.findOne(Envelope, { where: { id }, lock: { mode: 'pessimistic_write' } }));
    if (!envelope) throw new NotFoundError('Envelope', id ?? '');
    return envelope;
  }

  /** The first who needs a village's envelope of a year opens it with the quota that policy gives it that day (S0-04, S0-05). */
  async lockOrOpen(tx: EntityManager, actor: Actor, village: Village, year: number): Promise<Envelope> {
    const known = await this.find(tx, village, year);
    if (known) return known;
    const { villageId, villageCode } = village;
    const envelope = Envelope.open(
      { id: uuidv7(), villageId, villageCode, year },
      await this.quotaOf(village),
    );
    const inserted = await tx
      .createQueryBuilder()
      .insert()
      .into(Envelope)
      .values(envelope)
      .orIgnore()
      .returning('id')
      .execute();
    if ((inserted.raw as unknown[]).length > 0) await this.recordOpened(tx, actor, envelope);
    const opened = await this.find(tx, village, year);
    if (!opened) throw new NotFoundError('Envelope', `${villageCode} ${year}`);
    return opened;
  }

  async store(tx: EntityManager, envelope: Envelope): Promise<void> {
    const { id, largerLimitFen, smallLimitFen, largerHeldFen, smallHeldFen, largerProjects } = envelope;
    await tx.update(
      Envelope,
      { id },
      { largerLimitFen, smallLimitFen, largerHeldFen, smallHeldFen, largerProjects },
    );
  }

  /** What policy gives a village for a year, as of today. */
  async quotaOf({ villageCode }: Pick<Village, 'villageCode'>): Promise<QuotaLimits> {
    const book = await this.policies.book();
    const question = { areaCode: villageCode, on: this.clock.now() };
    return {
      largerFen: book.valueAt('micro-project.larger-quota', question).value,
      smallFen: book.valueAt('micro-project.small-quota', question).value,
      maxLargerProjects: book.valueAt('micro-project.larger-projects', question).value,
    };
  }

  private find(tx: EntityManager, { villageId }: Village, year: number): Promise<Envelope | null> {
    return tx.findOne(Envelope, { where: { villageId, year }, lock: { mode: 'pessimistic_write' } });
  }

  private async recordOpened(tx: EntityManager, actor: Actor, envelope: Envelope): Promise<void> {
    const { id, villageCode, year, largerLimitFen, smallLimitFen } = envelope;
    const [grant] = actor.grants;
    if (!grant) throw new Error('Whoever opens an envelope holds a post.');
    await this.journal.record(tx, actor, {
      event: EnvelopeOpened,
      aggregateId: id,
      areaCode: villageCode,
      grant,
      data: {
        ...{ villageCode, year, largerFen: largerLimitFen, smallFen: smallLimitFen },
        at: this.clock.now().toISOString(),
      },
      isFirst: true,
    });
  }
}
