import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { EnvelopeOpened } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { PolicyReplica } from '@lianxin/replicas';
import { Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Envelope } from './envelope.entity.js';
import type { EnvelopePlace, QuotaLimits } from './envelope.entity.js';

export type Village = Pick<EnvelopePlace, 'villageId' | 'villageCode'>;

/** Holds and changes the envelopes: a row held is a row nobody else spends from. */
@Injectable()
export class EnvelopesService {
  constructor(
    private readonly access: Access,
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

  /**
   * The first who needs a village's envelope of a year opens it with the quota that policy gives it that day (S0-04, S0-05).
   * A policy that changes later changes no envelope that is open.
   */
  async lockOrOpen(tx: EntityManager, actor: Actor, village: Village, year: number): Promise<Envelope> {
    const [known] = await this.lockAll(tx, [village], year);
    if (known) return known;
    const [opened] = await this.lockOrOpenAll(tx, actor, [village], year);
    if (!opened) throw new NotFoundError('Envelope', `${village.villageCode} ${year}`);
    return opened;
  }

  /** In the order of their villages, in which everybody opens and holds them: two who want the same ones wait, and never for each other. */
  async lockOrOpenAll(
    tx: EntityManager,
    actor: Actor,
    villages: readonly Village[],
    year: number,
  ): Promise<Envelope[]> {
    const inOrder = [...villages].sort((one, other) => one.villageId - other.villageId);
    await this.open(tx, actor, inOrder, year);
    return this.lockAll(tx, inOrder, year);
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

  private lockAll(tx: EntityManager, villages: readonly Village[], year: number): Promise<Envelope[]> {
    const where = { villageId: In(villages.map(({ villageId }) => villageId)), year };
    return tx.find(Envelope, { where, order: { villageId: 'ASC' }, lock: { mode: 'pessimistic_write' } });
  }

  /** Whoever comes second waits for the first, and opens nothing. */
  private async open(
    tx: EntityManager,
    actor: Actor,
    villages: readonly Village[],
    year: number,
  ): Promise<void> {
    const envelopes = await Promise.all(
      villages.map(async ({ villageId, villageCode }) =>
        Envelope.open({ id: uuidv7(), villageId, villageCode, year }, await this.quotaOf({ villageCode })),
      ),
    );
    const insert = tx.createQueryBuilder().insert().into(Envelope).values(envelopes);
    const inserted = await insert.orIgnore().returning('id').execute();
    const opened = new Set((inserted.raw as { id: string }[]).map(({ id }) => id));
    for (const envelope of envelopes)
      if (opened.has(envelope.id)) await this.recordOpened(tx, actor, envelope);
  }

  private async recordOpened(tx: EntityManager, actor: Actor, envelope: Envelope): Promise<void> {
    const { id, villageCode, year, largerLimitFen, smallLimitFen } = envelope;
    await this.journal.record(tx, actor, {
      event: EnvelopeOpened,
      aggregateId: id,
      areaCode: villageCode,
      grant: this.access.require(actor, 'open', 'Envelope', { villageCode }),
      data: {
        ...{ villageCode, year, largerFen: largerLimitFen, smallFen: smallLimitFen },
        at: this.clock.now().toISOString(),
      },
      isFirst: true,
    });
  }
}
