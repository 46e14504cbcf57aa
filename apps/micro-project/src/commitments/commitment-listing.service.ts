import type { Actor } from '@lianxin/access';
import { OpenCommitmentsListed } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { DAY_MS, shanghaiDay, shanghaiYear, shanghaiYearBounds } from '@lianxin/policy';
import { PolicyReplica } from '@lianxin/replicas';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Envelope } from '../envelopes/envelope.entity.js';
import { insertLists, takeDueEnvelopes } from './commitments.queries.js';
import type { OpenCommitment } from './commitments.queries.js';

/** Envelopes that one transaction lists, at most. */
export const LIST_BATCH_SIZE = 50;
const MAX_TOLD = 500;

/** On 1 December what each village promised and has not accounted for is listed, once: what comes later changes no list. */
@Injectable()
export class CommitmentListing {
  constructor(
    private readonly journal: Journal,
    private readonly policies: PolicyReplica,
  ) {}

  /** A day that was missed is made up for, whatever the year. @returns how many were listed, at most a batch */
  async listOpenCommitments(tx: EntityManager, platform: Actor, now: Date): Promise<number> {
    const due = await takeDueEnvelopes(tx, await this.lastDueYear(now), LIST_BATCH_SIZE);
    if (due.length === 0) return 0;
    const listedOn = shanghaiDay(now);
    const ids = due.map(({ id }) => id);
    const lists = await insertLists(tx, ids, { listedOn, at: now });
    for (const envelope of due) {
      const items = lists.get(envelope.id) ?? [];
      await this.record(tx, platform, { envelope, items, listedOn, at: now });
    }
    return due.length;
  }

  /** The last year whose list is due; by the days of Asia/Shanghai. */
  private async lastDueYear(now: Date): Promise<number> {
    const book = await this.policies.book();
    const question = { areaCode: null, on: now };
    const { value: days } = book.valueAt('micro-project.open-commitments-days', question);
    const year = shanghaiYear(now);
    const leftMs = shanghaiYearBounds(year).to.getTime() - now.getTime();
    return leftMs <= days * DAY_MS ? year : year - 1;
  }

  private async record(
    tx: EntityManager,
    platform: Actor,
    listed: { envelope: Envelope; items: readonly OpenCommitment[]; listedOn: string; at: Date },
  ): Promise<void> {
    const { envelope, items, listedOn, at } = listed;
    const { id, villageCode, year } = envelope;
    const [grant] = platform.grants;
    if (!grant) throw new Error('The platform has no post.');
    await this.journal.record(tx, platform, {
      ...{ event: OpenCommitmentsListed, aggregateId: id, areaCode: villageCode, grant },
      data: {
        ...{ villageCode, year, listedOn, at: at.toISOString() },
        projectIds: items.slice(0, MAX_TOLD).map(({ projectId }) => projectId),
        openFen: items.reduce((fen, { openFen }) => fen + openFen, 0),
      },
    });
  }
}
